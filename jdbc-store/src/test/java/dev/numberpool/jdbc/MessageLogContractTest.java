package dev.numberpool.jdbc;

import com.zaxxer.hikari.HikariDataSource;
import dev.numberpool.spi.MessageLog;
import dev.numberpool.testkit.AliasStoreContract;
import dev.numberpool.testkit.InboundLogContract;
import dev.numberpool.testkit.MessageHistoryContract;
import dev.numberpool.testkit.MessageLogContract;
import dev.numberpool.testkit.MessageLogFixture;
import dev.numberpool.testkit.OutboxContract;
import dev.numberpool.testkit.ReconciliationLogContract;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;

/** The contract of the message log on every database. */
class MessageLogContractTest {
    /** One database for all tests of a kind; two logs on it, as two processes have them. */
    private record Fixture(MessageLog log, MessageLog second) implements MessageLogFixture {
        private static final Map<TestDatabase, Fixture> FIXTURES = new EnumMap<>(TestDatabase.class);

        static synchronized Fixture of(TestDatabase database) {
            return FIXTURES.computeIfAbsent(database, Fixture::create);
        }

        private static Fixture create(TestDatabase database) {
            HikariDataSource dataSource = database.open();
            JdbcSchema.create(dataSource);
            return new Fixture(JdbcMessageLog.create(dataSource), JdbcMessageLog.create(dataSource));
        }

        @Override
        public Optional<MessageLog> secondProcess() {
            return Optional.of(second);
        }
    }

    @Nested
    class OnPostgres {
        @Nested
        class Outboxes extends OutboxContract {
            @Override
            protected MessageLogFixture fixture() {
                return Fixture.of(TestDatabase.POSTGRESQL);
            }
        }

        @Nested
        class Histories extends MessageHistoryContract {
            @Override
            protected MessageLogFixture fixture() {
                return Fixture.of(TestDatabase.POSTGRESQL);
            }
        }

        @Nested
        class Inbound extends InboundLogContract {
            @Override
            protected MessageLogFixture fixture() {
                return Fixture.of(TestDatabase.POSTGRESQL);
            }
        }

        @Nested
        class AliasesOfPeople extends AliasStoreContract {
            @Override
            protected MessageLogFixture fixture() {
                return Fixture.of(TestDatabase.POSTGRESQL);
            }
        }

        @Nested
        class Reconciliations extends ReconciliationLogContract {
            @Override
            protected MessageLogFixture fixture() {
                return Fixture.of(TestDatabase.POSTGRESQL);
            }
        }

        @Nested
        class Logs extends MessageLogContract {
            @Override
            protected MessageLogFixture fixture() {
                return Fixture.of(TestDatabase.POSTGRESQL);
            }
        }
    }

    @Nested
    class OnMariaDb {
        @Nested
        class Outboxes extends OutboxContract {
            @Override
            protected MessageLogFixture fixture() {
                return Fixture.of(TestDatabase.MARIADB);
            }
        }

        @Nested
        class Histories extends MessageHistoryContract {
            @Override
            protected MessageLogFixture fixture() {
                return Fixture.of(TestDatabase.MARIADB);
            }
        }

        @Nested
        class Inbound extends InboundLogContract {
            @Override
            protected MessageLogFixture fixture() {
                return Fixture.of(TestDatabase.MARIADB);
            }
        }

        @Nested
        class AliasesOfPeople extends AliasStoreContract {
            @Override
            protected MessageLogFixture fixture() {
                return Fixture.of(TestDatabase.MARIADB);
            }
        }

        @Nested
        class Reconciliations extends ReconciliationLogContract {
            @Override
            protected MessageLogFixture fixture() {
                return Fixture.of(TestDatabase.MARIADB);
            }
        }

        @Nested
        class Logs extends MessageLogContract {
            @Override
            protected MessageLogFixture fixture() {
                return Fixture.of(TestDatabase.MARIADB);
            }
        }
    }

    @Nested
    class OnH2 {
        @Nested
        class Outboxes extends OutboxContract {
            @Override
            protected MessageLogFixture fixture() {
                return Fixture.of(TestDatabase.H2);
            }
        }

        @Nested
        class Histories extends MessageHistoryContract {
            @Override
            protected MessageLogFixture fixture() {
                return Fixture.of(TestDatabase.H2);
            }
        }

        @Nested
        class Inbound extends InboundLogContract {
            @Override
            protected MessageLogFixture fixture() {
                return Fixture.of(TestDatabase.H2);
            }
        }

        @Nested
        class AliasesOfPeople extends AliasStoreContract {
            @Override
            protected MessageLogFixture fixture() {
                return Fixture.of(TestDatabase.H2);
            }
        }

        @Nested
        class Reconciliations extends ReconciliationLogContract {
            @Override
            protected MessageLogFixture fixture() {
                return Fixture.of(TestDatabase.H2);
            }
        }

        @Nested
        class Logs extends MessageLogContract {
            @Override
            protected MessageLogFixture fixture() {
                return Fixture.of(TestDatabase.H2);
            }
        }
    }
}
