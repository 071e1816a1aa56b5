package dev.numberpool.desk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.numberpool.Participant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("the forms of a WhatsApp number")
class PhoneVariantsTest {
    @ParameterizedTest
    @CsvSource({
        "+525512345678, +5215512345678",
        "+521234567890, +5211234567890",
        "+541123456789, +5491123456789",
        "+549123456789, +5499123456789",
        "+551187654321, +5511987654321",
        "+552161234567, +5521961234567",
        "+552171234567, +5521971234567",
        "+559999999999, +5599999999999"
    })
    void are_two_in_mexico_argentina_and_brazil_whichever_is_known(String shorter, String longer) {
        Participant one = Participant.of(shorter);
        Participant other = Participant.of(longer);

        assertThat(PhoneVariants.of(one)).containsExactly(one, other);
        assertThat(PhoneVariants.of(other)).containsExactly(other, one);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "+15558986359",
                "+201016666348",
                "+52551234567",
                "+52155123456789",
                "+5225512345678",
                "+54112345678",
                "+5411234567890",
                "+54911234567890",
                "+551121234567",
                "+551151234567",
                "+5511951234567",
                "+5511887654321",
                "+55118765432",
                "+55119876543210",
                "+5",
                "+52",
                "+55",
                "+",
                "525512345678",
                "+52551234567x",
                "+52٥٥١٢٣٤٥٦٧٨",
                "US.13491208655302741918",
                "MX.5512345678",
                "BR.11987654321"
            })
    void are_one_everywhere_else(String address) {
        assertThat(PhoneVariants.of(Participant.of(address))).containsExactly(Participant.of(address));
    }

    @Test
    void are_found_behind_the_channels_prefix() {
        assertThat(PhoneVariants.of(Participant.of("whatsapp:+52 55 1234 5678")))
                .containsExactly(Participant.of("+525512345678"), Participant.of("+5215512345678"));
    }
}
