package dev.numberpool.jdbc;

import dev.numberpool.Participant;
import dev.numberpool.spi.AliasStore;
import java.sql.SQLException;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** Which addresses belong to one person: a row for each id, with the address that the person was known by first. */
final class AliasTable implements AliasStore {
    private final Transactions transactions;

    AliasTable(Transactions transactions) {
        this.transactions = transactions;
    }

    /** An id and whose it is. */
    private record Row(String id, String person) {}

    @Override
    public Set<Participant> aliases(Participant participant) {
        String address = participant.address();
        return transactions.read(session -> {
            Set<Participant> people = new LinkedHashSet<>();
            people.add(participant);
            session.forEach(session.sql().inbound.aliases, p -> p.text(address).text(address), row -> {
                people.add(Participant.of(row.getString("person")));
                people.add(Participant.of(row.getString("id")));
            });
            return people;
        });
    }

    @Override
    public boolean learn(Participant person, Participant id) {
        Set<Participant> known = aliases(id);
        if (known.contains(person)) {
            return true;
        }
        if (known.size() > 1) {
            return false;
        }
        // Everything hangs on the address that the person was known by first, so one look finds all.
        String first = transactions.read(session -> owner(session, person)).orElse(person.address());
        return transactions.write(session -> {
            session.updateFirst(
                    session.sql().inbound.insertAlias, p -> p.text(id.address()).text(first));
            return owner(session, id).filter(first::equals).isPresent();
        });
    }

    private static Optional<String> owner(Session session, Participant id) throws SQLException {
        String address = id.address();
        return session
                .list(
                        session.sql().inbound.aliases,
                        p -> p.text(address).text(address),
                        row -> new Row(row.getString("id"), row.getString("person")))
                .stream()
                .filter(row -> row.id().equals(address))
                .map(Row::person)
                .findFirst();
    }

    @Override
    public void forget(Participant participant) {
        transactions.write(session -> session.updateFirst(
                session.sql().inbound.forgetAliases,
                p -> p.text(participant.address()).text(participant.address())));
    }
}
