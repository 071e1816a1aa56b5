package dev.numberpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.numberpool.spi.ConversationQuery;
import dev.numberpool.spi.ProviderConversation;
import dev.numberpool.spi.ProviderConversation.State;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("a conversation at the provider knows its thread, its pool entry and its participant")
class ProviderConversationTest {
    private static final Participant CUSTOMER = Participant.of("+201016666348");
    private static final Participant OTHER = Participant.of("US.13491208655302741918");
    private static final PhoneNumber SUPPORT = PhoneNumber.of("+1234567890");
    private static final PhoneNumber SALES = PhoneNumber.of("+0987654321");
    private static final List<PooledNumber> POOL =
            List.of(entry("1", SUPPORT, "Support Number", true), entry("2", SALES, "Sales Number", false));

    @Test
    void the_entry_of_its_number_has_the_hosts_id_and_name_also_when_switched_off() {
        assertThat(conversation("A", thread(CUSTOMER, SUPPORT)).entryIn(POOL))
                .hasValueSatisfying(entry -> assertThat(entry.id()).isEqualTo("1"));
        assertThat(conversation("B", thread(CUSTOMER, SALES)).entryIn(POOL))
                .hasValueSatisfying(entry -> assertThat(entry.displayName()).isEqualTo("Sales Number"));
    }

    @Test
    void however_an_address_is_written_it_is_one_customer() {
        SenderThread written = thread(Participant.of(" WhatsApp:+20 101 666 6348"), SUPPORT);

        assertThat(conversation("A", written, thread(CUSTOMER, SUPPORT)).thread())
                .contains(thread(CUSTOMER, SUPPORT));
    }

    @Test
    void a_number_of_no_pool_and_a_conversation_without_a_number_have_no_entry() {
        assertThat(conversation("A", thread(CUSTOMER, PhoneNumber.of("+15558986359")))
                        .entryIn(POOL))
                .isEmpty();
        assertThat(conversation("A").entryIn(POOL)).isEmpty();
        assertThat(conversation("A").thread()).isEmpty();
    }

    @Test
    void two_people_on_one_number_share_its_entry_and_two_numbers_have_none() {
        ProviderConversation group = conversation("A", thread(CUSTOMER, SUPPORT), thread(OTHER, SUPPORT));
        ProviderConversation mixed = conversation("B", thread(CUSTOMER, SUPPORT), thread(OTHER, SALES));

        assertThat(group.entryIn(POOL)).contains(POOL.get(0));
        assertThat(group.thread()).isEmpty();
        assertThat(mixed.entryIn(POOL)).isEmpty();
    }

    @Test
    void they_are_grouped_by_participant_in_the_order_in_which_they_come() {
        ProviderConversation a = conversation("A", thread(OTHER, SUPPORT));
        ProviderConversation b = conversation("B", thread(CUSTOMER, SUPPORT));
        ProviderConversation c = conversation("C", thread(CUSTOMER, SALES), thread(OTHER, SALES));
        ProviderConversation nobody = conversation("D");

        Map<Participant, List<ProviderConversation>> groups =
                Stream.of(a, b, c, nobody).collect(ProviderConversation.byParticipant());

        assertThat(groups).containsExactly(Map.entry(OTHER, List.of(a, c)), Map.entry(CUSTOMER, List.of(b, c)));
        assertThat(Stream.of(a, b, c, nobody).parallel().collect(ProviderConversation.byParticipant()))
                .isEqualTo(groups);
    }

    @Test
    void an_id_is_needed() {
        assertThatIllegalArgumentException().isThrownBy(() -> conversation(" "));
    }

    @Test
    void a_query_keeps_its_conditions_when_closed_ones_are_left_out() {
        assertThat(ConversationQuery.on(thread(CUSTOMER, SALES)).withoutClosed())
                .isEqualTo(new ConversationQuery(CUSTOMER, SALES, false));
        assertThat(ConversationQuery.on(SALES)).isEqualTo(new ConversationQuery(null, SALES, true));
        assertThat(ConversationQuery.of(CUSTOMER)).isEqualTo(new ConversationQuery(CUSTOMER, null, true));
        assertThat(ConversationQuery.all()).isEqualTo(new ConversationQuery(null, null, true));
    }

    private static ProviderConversation conversation(String id, SenderThread... threads) {
        return new ProviderConversation(id, List.of(threads), State.OPEN, null, null);
    }

    private static SenderThread thread(Participant participant, PhoneNumber number) {
        return new SenderThread(participant, number);
    }

    private static PooledNumber entry(String id, PhoneNumber number, String name, boolean active) {
        return new PooledNumber(number, id, name, active, 1, null, Map.of());
    }
}
