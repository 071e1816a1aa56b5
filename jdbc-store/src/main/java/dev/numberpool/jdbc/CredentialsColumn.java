package dev.numberpool.jdbc;

import static java.util.Objects.requireNonNull;

import dev.numberpool.StoreException;
import dev.numberpool.WidgetId;
import java.time.Duration;
import java.util.List;
import java.util.function.BiFunction;
import javax.sql.DataSource;

/**
 * Rewrites the widgets' credentials where they are stored: encrypts what is in clear, or encrypts anew after a key has
 * changed.
 *
 * <pre>{@code
 * CredentialsColumn.of(dataSource, TableNames.standard())
 *         .rewrite((widget, stored) -> credentials.reencrypted(widget, stored));
 * }</pre>
 *
 * <p>Each widget is changed in a short transaction of its own, and only if its column still holds what was read. So it may
 * run while the application works and people edit, in several processes at once, and it may be killed at any point: run it
 * again until {@link Report#isComplete}, and it finds what is left. Needs nothing of ours in the database; nothing but
 * the one column is written. PostgreSQL, MariaDB, MySQL and H2; the column must be of a text type.
 *
 * <p>Safe for use by many threads; keeps no values, and repeats none.
 */
public final class CredentialsColumn {
    private static final Duration LOCK_TIMEOUT = Duration.ofSeconds(5);
    private static final int PAGE = 200;

    private final Transactions transactions;
    private final int page;

    private CredentialsColumn(Transactions transactions, int page) {
        this.transactions = transactions;
        this.page = page;
    }

    /**
     * The column that these names call {@code widget_configs.encrypted_credentials}. No I/O.
     *
     * @param dataSource gives connections that are not in a transaction; those of the store will do
     */
    public static CredentialsColumn of(DataSource dataSource, TableNames names) {
        return of(dataSource, names, PAGE);
    }

    static CredentialsColumn of(DataSource dataSource, TableNames names, int page) {
        requireNonNull(dataSource, "dataSource");
        requireNonNull(names, "names");
        SchemaCache schemas = new SchemaCache(connection -> SchemaInfo.readHostTables(connection, names, LOCK_TIMEOUT));
        return new CredentialsColumn(new OwnTransactions(dataSource, schemas), page);
    }

    /**
     * Rewrites the column of every widget that has one. Empty and blank ones are left out.
     *
     * @param change gives the new value for a widget's stored one, or the same value to leave it. Called outside any
     *     transaction, and again if somebody else has changed the column meanwhile. So that the whole can be repeated, it
     *     must leave alone what it has made itself. If it throws a {@code RuntimeException}, or returns a blank value, the
     *     column stays as it is and the widget is reported
     * @return what was done
     * @throws StoreException if the database cannot be reached any more, or the column is not text; what was rewritten
     *     until then is kept
     */
    public Report rewrite(BiFunction<WidgetId, String, String> change) {
        return new CredentialsRewrite(transactions, change, page).run();
    }

    /**
     * What was done.
     *
     * @param rewritten how many widgets got a new value
     * @param unchanged how many had the right one already
     * @param failed those that could not be changed, with the reason
     * @param contested those that others kept changing or locking; they are as those others left them
     */
    public record Report(int rewritten, int unchanged, List<Failed> failed, List<WidgetId> contested) {
        /** Copies the lists. */
        public Report {
            failed = List.copyOf(failed);
            contested = List.copyOf(contested);
        }

        /** True if every widget's value is right now. */
        public boolean isComplete() {
            return failed.isEmpty() && contested.isEmpty();
        }
    }

    /**
     * A widget whose column stays as it was.
     *
     * @param widget its id as the table writes it
     * @param reason what the function threw, or what the database said; of exceptions that are not numberpool's only the
     *     class, so never a value
     */
    public record Failed(String widget, String reason) {}
}
