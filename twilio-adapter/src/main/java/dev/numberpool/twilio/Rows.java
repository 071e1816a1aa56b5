package dev.numberpool.twilio;

import com.twilio.base.Page;
import com.twilio.base.Reader;
import com.twilio.base.Resource;
import dev.numberpool.desk.Failure.Kind;
import dev.numberpool.desk.GatewayException;
import java.util.Collections;
import java.util.HashSet;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a list at Twilio, page by page as they are needed. The SDK's own iteration ends at a page that happens to
 * be empty, although it names a next one.
 *
 * <p>Not for several threads at a time.
 */
final class Rows<T extends Resource> implements LookAhead.Source<T> {
    private final String what;
    private final Reader<T> reader;
    private final Predicate<T> isWanted;
    private final Supplier<Operation> operations;
    private final Set<String> seen = new HashSet<>();
    private @Nullable Page<T> page;
    private Iterator<T> rows = Collections.emptyIterator();

    /**
     * A list.
     *
     * @param what what is listed, without whole numbers
     * @param isWanted which rows are given
     * @param operations the operation that a page is fetched in
     */
    Rows(String what, Reader<T> reader, Predicate<T> isWanted, Supplier<Operation> operations) {
        this.what = what;
        this.reader = reader;
        this.isWanted = isWanted;
        this.operations = operations;
    }

    /** Whether the page that was fetched last has another row. */
    @Override
    public boolean hasNextAtHand() {
        return rows.hasNext();
    }

    @Override
    public boolean hasNext() {
        while (!rows.hasNext() && (page == null || page.hasNextPage())) {
            page = fetched(page);
            rows = page.getRecords().stream().filter(isWanted).iterator();
        }
        return rows.hasNext();
    }

    @Override
    public T next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return rows.next();
    }

    private Page<T> fetched(@Nullable Page<T> before) {
        Operation operation = operations.get();
        if (before == null) {
            return Requests.ask(what, () -> reader.firstPage(operation.client()));
        }
        if (!seen.add(String.valueOf(before.getNextPageUrl("")))) {
            throw new GatewayException(Kind.UNAVAILABLE, what + ": the pages of Twilio's list go round in a circle");
        }
        return Requests.ask(what, () -> reader.nextPage(before, operation.client()));
    }
}
