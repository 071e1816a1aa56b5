package dev.numberpool.jdbc;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What tables and columns are called. The standard names are those of the setup guide; {@link #rename} changes one.
 * Immutable.
 *
 * <pre>{@code
 * TableNames names = TableNames.standard()
 *         .rename("widget_conversations", "support.chats")
 *         .rename("widget_conversations.status", "state");
 * }</pre>
 *
 * <p>Names are used as they are, without quotes, so the database treats them as it treats the same words in the host's
 * own SQL.
 */
public final class TableNames {
    private static final List<String> STANDARD = List.of(
            "widget_configs",
            "widget_configs.id",
            "widget_configs.whatsapp_number_pool",
            "widget_configs.handover_whatsapp_number",
            "widget_configs.encrypted_credentials",
            "widget_conversations",
            "widget_conversations.id",
            "widget_conversations.widget_id",
            "widget_conversations.assigned_whatsapp_number",
            "widget_conversations.status",
            "widget_conversations.created_at",
            "widget_conversations.assigned_agent",
            "widget_conversations.assigned_display_name",
            "widget_conversations.assigned_source",
            "widget_conversations.assigned_at",
            "widget_conversations.assigned_sequence",
            "widget_conversations.assigned_attempt",
            "widget_conversations.released_at",
            "widget_conversations.left_at",
            "widget_conversations.active_number",
            "widget_conversations.left_number",
            "numberpool_schema",
            "numberpool_widget",
            "numberpool_number",
            "numberpool_thread",
            "numberpool_departure",
            "numberpool_health",
            "numberpool_message",
            "numberpool_queue",
            "numberpool_inbound",
            "numberpool_held",
            "numberpool_alias",
            "numberpool_archive");

    private static final String WORD = "[A-Za-z_][A-Za-z0-9_]{0,62}";
    private static final Pattern COLUMN = Pattern.compile(WORD);
    private static final Pattern TABLE = Pattern.compile(WORD + "(\\." + WORD + "){0,2}");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([a-z_.]+)}");

    private final Map<String, String> names;

    private TableNames(Map<String, String> names) {
        this.names = Collections.unmodifiableMap(names);
    }

    /** The names of the setup guide, and ours beside them. */
    public static TableNames standard() {
        Map<String, String> names = new LinkedHashMap<>();
        STANDARD.forEach(name -> names.put(name, name.substring(name.indexOf('.') + 1)));
        return new TableNames(names);
    }

    /**
     * The same names but for one.
     *
     * @param standardName a table ({@code widget_configs}) or a column ({@code widget_configs.id}) by its standard name
     * @param yours what it is called in the host's database; a table may be qualified by a schema. ASCII letters, digits
     *     and underscores only
     * @throws IllegalArgumentException if there is no such standard name, or yours has any other character
     */
    public TableNames rename(String standardName, String yours) {
        if (!names.containsKey(standardName)) {
            throw new IllegalArgumentException(
                    "'" + standardName + "' is not a table or column of numberpool; known are " + names.keySet());
        }
        Pattern allowed = standardName.contains(".") ? COLUMN : TABLE;
        if (!allowed.matcher(yours).matches()) {
            throw new IllegalArgumentException("the name for '" + standardName
                    + "' may only have ASCII letters, digits and underscores, and must not begin with a digit");
        }
        Map<String, String> changed = new LinkedHashMap<>(names);
        changed.put(standardName, yours);
        return new TableNames(changed);
    }

    /** Every standard name. */
    static List<String> known() {
        return STANDARD;
    }

    /** The host's name for a standard name. */
    String of(String standardName) {
        String name = names.get(standardName);
        if (name == null) {
            throw new IllegalArgumentException("no such name: " + standardName);
        }
        return name;
    }

    /** The table's name without its schema. */
    String unqualified(String table) {
        String name = of(table);
        return name.substring(name.lastIndexOf('.') + 1);
    }

    /**
     * Replaces {@code {name}} by the host's name for it and {@code {.column}} by the host's name for a column of
     * {@code widget_conversations}; {@code more} adds placeholders and comes first.
     */
    String render(String template, Map<String, String> more) {
        Matcher matcher = PLACEHOLDER.matcher(template);
        return matcher.replaceAll(match -> Matcher.quoteReplacement(replacement(match.group(1), more)));
    }

    private String replacement(String key, Map<String, String> more) {
        String special = more.get(key);
        if (special != null) {
            return special;
        }
        return of(key.startsWith(".") ? "widget_conversations" + key : key);
    }
}
