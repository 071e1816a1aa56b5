package dev.numberpool.examples.customstore;

import dev.numberpool.testkit.NumberFactsContract;
import dev.numberpool.testkit.NumberStoreContract;
import dev.numberpool.testkit.StoreFixture;
import dev.numberpool.testkit.ThreadStoreContract;
import dev.numberpool.testkit.WidgetStoreContract;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;

@DisplayName("The store keeps the contract of the test kit")
class DocumentStoreTest {
    @Nested
    class Numbers extends NumberStoreContract {
        @Override
        protected StoreFixture fixture() {
            return new DocumentStoreFixture();
        }
    }

    @Nested
    class Facts extends NumberFactsContract {
        @Override
        protected StoreFixture fixture() {
            return new DocumentStoreFixture();
        }
    }

    @Nested
    class Widgets extends WidgetStoreContract {
        @Override
        protected StoreFixture fixture() {
            return new DocumentStoreFixture();
        }
    }

    @Nested
    class Threads extends ThreadStoreContract {
        @Override
        protected StoreFixture fixture() {
            return new DocumentStoreFixture();
        }
    }
}
