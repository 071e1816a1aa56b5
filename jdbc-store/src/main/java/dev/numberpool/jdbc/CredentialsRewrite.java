package dev.numberpool.jdbc;

import static java.util.Objects.requireNonNull;

import dev.numberpool.NumberPoolException;
import dev.numberpool.StoreException;
import dev.numberpool.WidgetId;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One walk through the credentials of all widgets, in order of their ids. */
final class CredentialsRewrite {
    /** A column that changes whenever it is read is somebody else's work in progress. */
    private static final int MAX_ROUNDS = 3;

    private static final Set<Integer> TEXT_TYPES = Set.of(
            Types.CHAR,
            Types.VARCHAR,
            Types.LONGVARCHAR,
            Types.CLOB,
            Types.NCHAR,
            Types.NVARCHAR,
            Types.LONGNVARCHAR,
            Types.NCLOB,
            Types.DISTINCT);

    private static final Pattern CONTROL = Pattern.compile("\\p{Cc}");

    private final Transactions transactions;
    private final BiFunction<WidgetId, String, String> change;
    private final int page;
    private final List<CredentialsColumn.Failed> failed = new ArrayList<>();
    private final List<WidgetId> contested = new ArrayList<>();
    private int rewritten;
    private int unchanged;

    CredentialsRewrite(Transactions transactions, BiFunction<WidgetId, String, String> change, int page) {
        this.transactions = transactions;
        this.change = change;
        this.page = page;
    }

    /** A widget's id, as the table writes it, and its column. */
    private record Row(String id, String stored) {}

    /** What became of a write. */
    private enum Write {
        KEPT,
        OVERTAKEN,
        CUT_OFF
    }

    CredentialsColumn.Report run() {
        transactions.read(CredentialsRewrite::checkedType);
        List<Row> rows = rows(null);
        while (!rows.isEmpty()) {
            rows.stream().filter(row -> !row.stored.isBlank()).forEach(this::rewrite);
            rows = rows(rows.get(rows.size() - 1).id);
        }
        return new CredentialsColumn.Report(rewritten, unchanged, failed, contested);
    }

    private static boolean checkedType(Session session) throws SQLException {
        int type = session.columnType(session.sql().credentials.type);
        if (!TEXT_TYPES.contains(type)) {
            throw new StoreException("the column of the credentials is not text (JDBC type " + type
                    + "); numberpool reads credentials from a text column only");
        }
        return true;
    }

    private List<Row> rows(@Nullable String after) {
        return transactions.read(session -> session.list(
                after == null ? session.sql().credentials.firstPage : session.sql().credentials.nextPage,
                p -> (after == null ? p : p.widgetKey(after)).limit(page),
                row -> new Row(row.getString("widget_id"), row.getString("credentials"))));
    }

    private void rewrite(Row row) {
        String stored = row.stored;
        for (int round = 0; round < MAX_ROUNDS && !stored.isBlank(); round++) {
            String value = changed(row.id, stored);
            if (value == null || isDone(row.id, stored, value)) {
                return;
            }
            stored = current(row.id);
        }
        if (!stored.isBlank()) {
            contested.add(new WidgetId(row.id));
        }
    }

    /** The new value, or null if there is none. Of exceptions, only ours are known not to quote the value. */
    private @Nullable String changed(String id, String stored) {
        try {
            String value = requireNonNull(change.apply(new WidgetId(id), stored));
            if (!value.isBlank()) {
                return value;
            }
            failed(id, "the new value is blank");
        } catch (RuntimeException e) {
            failed(
                    id,
                    e instanceof NumberPoolException
                            ? String.valueOf(e.getMessage())
                            : e.getClass().getSimpleName());
        }
        return null;
    }

    /** Writes the value if it is a new one; false if somebody else has written meanwhile. */
    private boolean isDone(String id, String stored, String value) {
        if (value.equals(stored)) {
            unchanged++;
            return true;
        }
        try {
            return isNoted(id, transactions.write(session -> write(session, id, stored, value)));
        } catch (StoreException e) {
            if (e.getCause() instanceof SQLException cause && SqlFailures.isConnectionLost(cause)) {
                throw e;
            }
            refused(id, e);
            return true;
        }
    }

    private boolean isNoted(String id, Write write) {
        switch (write) {
            case KEPT -> rewritten++;
            case CUT_OFF -> failed(id, "the column did not keep the whole value: make it a longer text");
            case OVERTAKEN -> {
                return false;
            }
        }
        return true;
    }

    private static Write write(Session session, String id, String stored, String value) throws SQLException {
        CredentialsSql sql = session.sql().credentials;
        int changed =
                session.updateFirst(sql.change, p -> p.text(value).widgetKey(id).text(stored));
        // Read back: a database that is not strict shortens what is too long, and says nothing. And where a commit was
        // answered by nobody and is tried again, this is how it shows that it was kept.
        if (current(session, id).equals(value)) {
            return Write.KEPT;
        }
        session.discard();
        return changed == 0 ? Write.OVERTAKEN : Write.CUT_OFF;
    }

    private String current(String id) {
        return transactions.read(session -> current(session, id));
    }

    /** The column as it is now; blank if it, or the widget, is gone. */
    private static String current(Session session, String id) throws SQLException {
        return session.first(
                        session.sql().credentials.current,
                        p -> p.widgetKey(id),
                        row -> Objects.requireNonNullElse(row.getString("credentials"), ""))
                .orElse("");
    }

    private void refused(String id, StoreException e) {
        if (e.isTransient()) {
            contested.add(new WidgetId(id));
        } else {
            // Our own words: a driver's may quote the value.
            failed(id, String.valueOf(e.getMessage()));
        }
    }

    private void failed(String id, String reason) {
        failed.add(new CredentialsColumn.Failed(CONTROL.matcher(id).replaceAll("?"), reason));
    }
}
