package dev.numberpool.jdbc;

import dev.numberpool.testkit.NumberFactsContract;
import dev.numberpool.testkit.NumberStoreContract;
import dev.numberpool.testkit.StoreFixture;
import dev.numberpool.testkit.ThreadStoreContract;
import dev.numberpool.testkit.WidgetStoreContract;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Nested;

/** The contract of the ports on every database, with every kind of id, in created and in adopted tables. */
class StoreContractTest {
    /** The kinds of stores that are put to the test; each has one database for all its tests. */
    private enum Kind {
        POSTGRESQL_CREATED(() -> JdbcFixture.created(TestDatabase.POSTGRESQL)),
        POSTGRESQL_UUID(() -> JdbcFixture.adopted(TestDatabase.POSTGRESQL, JdbcFixture.Ids.UUID, false)),
        MARIADB_TEXT(() -> JdbcFixture.adopted(TestDatabase.MARIADB, JdbcFixture.Ids.TEXT, true)),
        H2_CREATED(() -> JdbcFixture.created(TestDatabase.H2));

        private static final Map<Kind, StoreFixture> FIXTURES = new EnumMap<>(Kind.class);
        private final Supplier<StoreFixture> maker;

        Kind(Supplier<StoreFixture> maker) {
            this.maker = maker;
        }

        synchronized StoreFixture fixture() {
            return FIXTURES.computeIfAbsent(this, kind -> kind.maker.get());
        }
    }

    @Nested
    class OnPostgresInCreatedTables {
        @Nested
        class Numbers extends NumberStoreContract {
            @Override
            protected StoreFixture fixture() {
                return Kind.POSTGRESQL_CREATED.fixture();
            }
        }

        @Nested
        class Facts extends NumberFactsContract {
            @Override
            protected StoreFixture fixture() {
                return Kind.POSTGRESQL_CREATED.fixture();
            }
        }

        @Nested
        class Widgets extends WidgetStoreContract {
            @Override
            protected StoreFixture fixture() {
                return Kind.POSTGRESQL_CREATED.fixture();
            }
        }

        @Nested
        class Threads extends ThreadStoreContract {
            @Override
            protected StoreFixture fixture() {
                return Kind.POSTGRESQL_CREATED.fixture();
            }
        }
    }

    @Nested
    class OnPostgresInAdoptedTablesWithUuidsEachCallAlone {
        @Nested
        class Numbers extends NumberStoreContract {
            @Override
            protected StoreFixture fixture() {
                return Kind.POSTGRESQL_UUID.fixture();
            }
        }

        @Nested
        class Facts extends NumberFactsContract {
            @Override
            protected StoreFixture fixture() {
                return Kind.POSTGRESQL_UUID.fixture();
            }
        }

        @Nested
        class Widgets extends WidgetStoreContract {
            @Override
            protected StoreFixture fixture() {
                return Kind.POSTGRESQL_UUID.fixture();
            }
        }

        @Nested
        class Threads extends ThreadStoreContract {
            @Override
            protected StoreFixture fixture() {
                return Kind.POSTGRESQL_UUID.fixture();
            }
        }
    }

    @Nested
    class OnMariaDbInAdoptedTablesWithTextIds {
        @Nested
        class Numbers extends NumberStoreContract {
            @Override
            protected StoreFixture fixture() {
                return Kind.MARIADB_TEXT.fixture();
            }
        }

        @Nested
        class Facts extends NumberFactsContract {
            @Override
            protected StoreFixture fixture() {
                return Kind.MARIADB_TEXT.fixture();
            }
        }

        @Nested
        class Widgets extends WidgetStoreContract {
            @Override
            protected StoreFixture fixture() {
                return Kind.MARIADB_TEXT.fixture();
            }
        }

        @Nested
        class Threads extends ThreadStoreContract {
            @Override
            protected StoreFixture fixture() {
                return Kind.MARIADB_TEXT.fixture();
            }
        }
    }

    @Nested
    class OnH2InCreatedTables {
        @Nested
        class Numbers extends NumberStoreContract {
            @Override
            protected StoreFixture fixture() {
                return Kind.H2_CREATED.fixture();
            }
        }

        @Nested
        class Facts extends NumberFactsContract {
            @Override
            protected StoreFixture fixture() {
                return Kind.H2_CREATED.fixture();
            }
        }

        @Nested
        class Widgets extends WidgetStoreContract {
            @Override
            protected StoreFixture fixture() {
                return Kind.H2_CREATED.fixture();
            }
        }

        @Nested
        class Threads extends ThreadStoreContract {
            @Override
            protected StoreFixture fixture() {
                return Kind.H2_CREATED.fixture();
            }
        }
    }
}
