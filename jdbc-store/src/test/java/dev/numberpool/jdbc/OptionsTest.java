package dev.numberpool.jdbc;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A setter checks its value")
class OptionsTest {
    private final DataSource dataSource = new JdbcDataSource();

    @ParameterizedTest
    @ValueSource(strings = {"PT0.999S", "PT-1S", "PT1H0.001S", "PT1H59M"})
    void a_lock_timeout_outside_of_one_second_to_one_hour_is_refused(Duration timeout) {
        assertThatThrownBy(() -> JdbcNumberStore.builder(dataSource).lockTimeout(timeout))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("one second to one hour");
        assertThatThrownBy(() -> JdbcMessageLog.builder(dataSource).lockTimeout(timeout))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("one second to one hour");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT1S", "PT1H"})
    void its_limits_are_taken(Duration timeout) {
        assertThatCode(() -> JdbcNumberStore.builder(dataSource).lockTimeout(timeout))
                .doesNotThrowAnyException();
        assertThatCode(() -> JdbcMessageLog.builder(dataSource).lockTimeout(timeout))
                .doesNotThrowAnyException();
    }
}
