package dev.numberpool.jdbc;

import dev.numberpool.PhoneNumber;
import dev.numberpool.PoolConflictException;
import dev.numberpool.UnknownWidgetException;
import dev.numberpool.Widget;
import dev.numberpool.WidgetId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/** The host's table of widgets. */
final class WidgetTable {
    /** So many widgets that were read lately are not parsed again while their rows stay as they are. */
    private static final int REMEMBERED = 64;

    private final PoolJson json = new PoolJson();
    private final AtomicReferenceArray<@Nullable Parsed> parsed = new AtomicReferenceArray<>(REMEMBERED);

    /** What a row was parsed to. */
    private record Parsed(Row row, Widget widget) {}

    /** A widget's row as it is stored. */
    private record Row(
            @Nullable String id,
            @Nullable String pool,
            @Nullable String handoverNumber,
            @Nullable String credentials) {}

    Optional<Widget> find(Session session, WidgetId id) throws SQLException {
        return row(session, session.sql().widget, id).map(row -> widget(id, row));
    }

    /**
     * A page of ids, in the order of their column. Rows whose id no widget can have are passed over, so that a page is
     * short only at the end.
     */
    List<WidgetId> ids(Session session, @Nullable WidgetId after, int limit) throws SQLException {
        IdType type = session.schema().widgetId();
        String last = after == null ? null : after.value();
        if (last != null && !type.fits(last)) {
            throw new IllegalArgumentException(
                    "after is '" + last + "', which is none of the table's ids; they are written as " + type.form());
        }
        List<WidgetId> ids = new ArrayList<>();
        boolean isMore = true;
        while (isMore && ids.size() < limit) {
            int missing = limit - ids.size();
            List<String> page = storedIds(session, last, missing);
            page.stream().filter(id -> isUsable(type, id)).map(WidgetId::of).forEach(ids::add);
            isMore = page.size() == missing && type.fits(page.get(missing - 1));
            last = isMore ? page.get(missing - 1) : last;
        }
        return ids;
    }

    private static List<String> storedIds(Session session, @Nullable String after, int limit) throws SQLException {
        return session.list(
                after == null ? session.sql().widgets : session.sql().widgetsAfter,
                p -> (after == null ? p : p.widget(after)).limit(limit),
                row -> row.getString("widget_id"));
    }

    private static boolean isUsable(IdType type, String id) {
        try {
            return type.fits(WidgetId.of(id).value());
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** The widget in a row of a query that has its columns; empty if the row is another widget's. */
    Optional<Widget> read(ResultSet columns, WidgetId id) throws SQLException {
        Row row = row(columns);
        return id.value().equals(row.id) ? Optional.of(widget(id, row)) : Optional.empty();
    }

    Widget save(Session session, Widget edited) throws SQLException {
        WidgetId id = edited.id();
        session.open();
        String forEdit = session.isOwn() ? session.sql().widgetForEditOwn : session.sql().widgetForEdit;
        Row row = row(session, forEdit, id).orElseThrow(() -> unknown(session, id));
        Widget stored = widget(id, row);
        if (!stored.version().equals(edited.version())) {
            throw new PoolConflictException(stored, edited);
        }
        PoolJson.Pool pool = json.read(row.pool);
        boolean isSamePool =
                pool.usable().equals(edited.pool()) && pool.unreadable().equals(edited.unreadable());
        String poolText = isSamePool ? row.pool : json.write(edited, pool, row.pool);
        boolean isSameNumber = Objects.equals(stored.handoverNumber(), edited.handoverNumber());
        PhoneNumber number = edited.handoverNumber();
        String numberText = isSameNumber ? row.handoverNumber : number == null ? null : number.e164();
        if (isSamePool && isSameNumber) {
            return stored;
        }
        session.update(
                session.sql().save(session.schema().poolType()),
                p -> p.text(poolText).text(numberText).widget(id));
        return find(session, id).orElseThrow(() -> unknown(session, id));
    }

    static UnknownWidgetException unknown(Session session, WidgetId id) {
        IdType type = session.schema().widgetId();
        return new UnknownWidgetException(
                id,
                type.fits(id.value())
                        ? "there is no such row in the widgets' table; check the id"
                        : "the table's ids are written as " + type.form());
    }

    private Optional<Row> row(Session session, String sql, WidgetId id) throws SQLException {
        if (!session.schema().widgetId().fits(id.value())) {
            return Optional.empty();
        }
        return session.first(sql, p -> p.widget(id), this::row)
                .filter(row -> id.value().equals(row.id));
    }

    private Row row(ResultSet columns) throws SQLException {
        return new Row(
                columns.getString("widget_id"),
                columns.getString("pool"),
                columns.getString("handover_number"),
                columns.getString("credentials"));
    }

    private Widget widget(WidgetId id, Row row) {
        Parsed known = parsed.get(place(id));
        if (known != null && known.widget().id().equals(id) && known.row().equals(row)) {
            return known.widget();
        }
        Widget widget = parse(id, row);
        parsed.set(place(id), new Parsed(row, widget));
        return widget;
    }

    /** As it was when it was last read here, if that is remembered. It may have changed since. */
    Optional<Widget> remembered(WidgetId id) {
        Parsed known = parsed.get(place(id));
        return known != null && known.widget().id().equals(id) ? Optional.of(known.widget()) : Optional.empty();
    }

    private static int place(WidgetId id) {
        return Math.floorMod(id.hashCode(), REMEMBERED);
    }

    private Widget parse(WidgetId id, Row row) {
        PoolJson.Pool pool = json.read(row.pool);
        List<Widget.Problem> problems = new ArrayList<>(pool.problems());
        PhoneNumber number = handoverNumber(row.handoverNumber, problems);
        return Widget.of(id)
                .withPool(pool.usable())
                .withHandoverNumber(number)
                .withCredentials(row.credentials)
                .withFindings(pool.unreadable(), problems)
                .withVersion(hash(row.pool, row.handoverNumber));
    }

    private static @Nullable PhoneNumber handoverNumber(@Nullable String stored, List<Widget.Problem> problems) {
        if (stored == null || stored.isBlank()) {
            return null;
        }
        try {
            return PhoneNumber.of(stored);
        } catch (IllegalArgumentException e) {
            problems.add(new Widget.Problem(
                    Widget.WHOLE,
                    Widget.Problem.Kind.HANDOVER_NUMBER_UNUSABLE,
                    "handover_whatsapp_number is " + e.getMessage() + "; it is not used"));
            return null;
        }
    }

    private static String hash(@Nullable String pool, @Nullable String handoverNumber) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(hashed(pool).getBytes(StandardCharsets.UTF_8));
            digest.update(hashed(handoverNumber).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest.digest(), 0, 12);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** With its length, so that NULL, the text "null" and two texts that run into each other all differ. */
    private static String hashed(@Nullable String value) {
        return value == null ? "NULL;" : value.length() + ":" + value + ";";
    }
}
