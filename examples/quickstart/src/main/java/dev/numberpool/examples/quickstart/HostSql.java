package dev.numberpool.examples.quickstart;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.sql.DataSource;

/** What the host application and its operator do with plain SQL, without asking numberpool. */
record HostSql(DataSource dataSource) {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

    /** The answer of a query, as text. */
    record Answer(List<String> header, List<List<String>> rows) {}

    /** A file of the example. */
    static String file(String path) {
        try (InputStream stream = HostSql.class.getResourceAsStream("/" + path)) {
            if (stream == null) {
                throw new IllegalStateException("the example has no " + path);
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs a script of one or more statements; the drivers of both databases take it in one piece. */
    void run(String script) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(script);
        }
    }

    /** A visitor opens a chat in widget 7; nobody has asked for a human yet. */
    void insertVisitor(long conversation, String visitor) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement("INSERT INTO widget_conversations"
                        + " (id, widget_id, visitor_name, status) VALUES (?, 7, ?, 'open')")) {
            statement.setLong(1, conversation);
            statement.setString(2, visitor);
            statement.executeUpdate();
        }
    }

    Answer query(String sql) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            ResultSetMetaData columns = rows.getMetaData();
            List<String> header = new ArrayList<>();
            for (int column = 1; column <= columns.getColumnCount(); column++) {
                header.add(columns.getColumnLabel(column).toLowerCase(Locale.ROOT));
            }
            List<List<String>> answer = new ArrayList<>();
            while (rows.next()) {
                answer.add(row(rows, columns));
            }
            return new Answer(header, answer);
        }
    }

    private static List<String> row(ResultSet rows, ResultSetMetaData columns) throws SQLException {
        List<String> row = new ArrayList<>();
        for (int column = 1; column <= columns.getColumnCount(); column++) {
            int type = columns.getColumnType(column);
            boolean isTime = type == Types.TIMESTAMP || type == Types.TIMESTAMP_WITH_TIMEZONE;
            Timestamp time = isTime ? rows.getTimestamp(column) : null;
            row.add(
                    time == null
                            ? String.valueOf(rows.getString(column))
                            : time.toLocalDateTime().format(TIME));
        }
        return row;
    }
}
