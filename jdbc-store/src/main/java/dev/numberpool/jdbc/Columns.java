package dev.numberpool.jdbc;

import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/** What is written of each row, column by column: the values of one row as parameters, or those of many as arrays. */
final class Columns<T> {
    private final List<Column<T>> columns = new ArrayList<>();

    private interface Column<T> {
        void bind(Parameters parameters, List<T> rows, boolean isArray) throws SQLException;
    }

    Columns<T> text(Function<T, String> value) {
        return add((p, rows, isArray) -> {
            if (isArray) {
                p.textColumn(rows.stream().map(value));
            } else {
                p.text(value.apply(rows.get(0)));
            }
        });
    }

    Columns<T> number(ToLongFunction<T> value) {
        return add((p, rows, isArray) -> {
            if (isArray) {
                p.numberColumn(rows.stream().map(value::applyAsLong));
            } else {
                p.number(value.applyAsLong(rows.get(0)));
            }
        });
    }

    Columns<T> time(Function<T, Instant> value) {
        return add((p, rows, isArray) -> {
            if (isArray) {
                p.timeColumn(rows.stream().map(value));
            } else {
                p.time(value.apply(rows.get(0)));
            }
        });
    }

    private Columns<T> add(Column<T> column) {
        columns.add(column);
        return this;
    }

    /** A statement with a parameter for each column. */
    Session.Binder one(T row) {
        return p -> bind(p, List.of(row), false);
    }

    /** A statement with an array for each column. */
    Session.Binder all(List<T> rows) {
        return p -> bind(p, rows, true);
    }

    private void bind(Parameters parameters, List<T> rows, boolean isArray) throws SQLException {
        for (Column<T> column : columns) {
            column.bind(parameters, rows, isArray);
        }
    }
}
