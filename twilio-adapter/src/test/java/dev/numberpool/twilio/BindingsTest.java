package dev.numberpool.twilio;

import static dev.numberpool.twilio.ConversationWorld.ON_SALES;
import static dev.numberpool.twilio.ConversationWorld.ON_SUPPORT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.numberpool.Participant;
import dev.numberpool.SenderThread;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("bindings are read as they come, and what is odd is nobody's thread")
class BindingsTest {
    private static final String CUSTOMER = "whatsapp:+201016666348";
    private static final String SALES = "whatsapp:+0987654321";

    @Test
    void address_and_proxy_address_are_the_thread_also_of_the_guides_sales_number() {
        assertThat(read(binding("whatsapp", CUSTOMER, SALES))).isEqualTo(new Bindings(List.of(ON_SALES), false));
    }

    @Test
    void blanks_and_the_case_of_the_prefix_make_no_difference() {
        assertThat(read(binding("whatsapp", " WhatsApp:+20 1016666348 ", "whatsapp: +1234567890")))
                .isEqualTo(new Bindings(List.of(ON_SUPPORT), false));
    }

    @Test
    void without_a_type_the_prefix_says_what_it_is() {
        assertThat(read(binding(null, CUSTOMER, SALES)).threads()).containsExactly(ON_SALES);
        assertThat(read(binding(null, "+201016666348", "+1234567890"))).isEqualTo(new Bindings(List.of(), true));
    }

    @Test
    void nobody_is_nobody() {
        assertThat(read((Object) null).isEmpty()).isTrue();
        assertThat(read(Map.of()).isEmpty()).isTrue();
        assertThat(read(binding(null, null, null)).isEmpty()).isTrue();
        assertThat(read(binding("chat", null, null)).isEmpty()).isTrue();
        assertThat(read().isEmpty()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "sms, +201016666348, +1234567890",
        "sms, whatsapp:+201016666348, whatsapp:+1234567890",
        "messenger, messenger:123456, messenger:654321",
        "WHATSAPP2, whatsapp:+201016666348, whatsapp:+1234567890",
        "whatsapp, whatsapp:+201016666348, whatsapp:12345",
        "whatsapp, whatsapp:+201016666348, whatsapp:US.13491208655302741918",
        "whatsapp, whatsapp:+201016666348,",
        "whatsapp, , whatsapp:+1234567890",
        "whatsapp, whatsapp:, whatsapp:+1234567890"
    })
    void what_is_no_pair_on_whatsapp_is_somebody_else(
            @Nullable String type, @Nullable String address, @Nullable String proxy) {
        assertThat(read(binding(type, address, proxy))).isEqualTo(new Bindings(List.of(), true));
    }

    @Test
    void unexpected_types_are_somebody_else() {
        for (Object odd : List.of(
                "whatsapp:+201016666348",
                7,
                List.of(CUSTOMER, SALES),
                Map.of("address", 7, "proxy_address", SALES),
                Map.of("address", CUSTOMER, "proxy_address", Map.of()),
                Map.of("type", 7, "address", CUSTOMER, "proxy_address", SALES),
                Map.of("projected_address", "+15558986359"))) {
            assertThat(read(odd)).as("%s", odd).isEqualTo(new Bindings(List.of(), true));
        }
    }

    @Test
    void only_the_thread_and_nobody_else_is_only_the_thread() {
        Map<String, Object> sales = binding("whatsapp", CUSTOMER, SALES);

        assertThat(read(sales, null).reachesOnly(ON_SALES)).isTrue();
        assertThat(read(sales).reachesOnly(ON_SUPPORT)).isFalse();
        assertThat(read(sales, binding("sms", "+201016666348", "+1234567890")).reachesOnly(ON_SALES))
                .isFalse();
        assertThat(read(sales, binding("whatsapp", CUSTOMER, "whatsapp:+1234567890"))
                        .reachesOnly(ON_SALES))
                .isFalse();
        assertThat(read().reachesOnly(ON_SALES)).isFalse();
    }

    @Test
    void a_username_id_is_an_address_like_any_other() {
        assertThat(read(binding("whatsapp", "whatsapp:US.13491208655302741918", SALES))
                        .threads())
                .containsExactly(new SenderThread(Participant.of("US.13491208655302741918"), ON_SALES.number()));
    }

    /** Ten thousand bindings put together at random: read without an exception, and never as a thread that was not meant. */
    @Test
    void nothing_that_a_map_can_hold_breaks_the_reading() {
        long seed = 20_261_121;
        Random random = new Random(seed);
        List<@Nullable Object> values = new ArrayList<>(Arrays.asList(
                null,
                "",
                " ",
                "whatsapp",
                "sms",
                CUSTOMER,
                SALES,
                "whatsapp:",
                "\u0000",
                7,
                1.5,
                true,
                List.of(),
                Map.of(),
                "x".repeat(300)));
        for (int i = 0; i < 10_000; i++) {
            Map<String, @Nullable Object> odd = new HashMap<>();
            for (String key : List.of("type", "address", "proxy_address", "proxyAddress", "projected_address")) {
                if (random.nextInt(4) > 0) {
                    odd.put(key, values.get(random.nextInt(values.size())));
                }
            }
            Bindings read = read(odd);
            boolean isMeant = SALES.equals(odd.get("proxy_address")) || CUSTOMER.equals(odd.get("proxy_address"));
            assertThat(read.threads().isEmpty() || isMeant)
                    .as("seed %s: %s", seed, odd)
                    .isTrue();
        }
    }

    private static Bindings read(@Nullable Object... bindings) {
        return Bindings.of(Arrays.asList(bindings).iterator());
    }

    private static Map<String, Object> binding(
            @Nullable String type, @Nullable String address, @Nullable String proxy) {
        Map<String, Object> binding = new HashMap<>();
        binding.put("type", type);
        binding.put("address", address);
        binding.put("proxy_address", proxy);
        return binding;
    }
}
