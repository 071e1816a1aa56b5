package dev.numberpool.jdbc;

import com.fasterxml.jackson.databind.JsonNode;
import dev.numberpool.PhoneNumber;
import dev.numberpool.PooledNumber;
import dev.numberpool.Widget;
import dev.numberpool.Widget.Problem.Kind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads one entry of a stored pool, and reports what is wrong with it. */
final class PoolEntryReader {
    private static final Set<String> KNOWN = Set.of("number", "id", "display_name", "is_active", "weight", "notes");

    private final int index;
    private final JsonNode node;
    private final List<Widget.Problem> problems;

    PoolEntryReader(int index, JsonNode node, List<Widget.Problem> problems) {
        this.index = index;
        this.node = node;
        this.problems = problems;
    }

    /** The entry, or null if it has no usable number. */
    @Nullable
    PooledNumber read() {
        PhoneNumber number = number();
        if (number == null) {
            return null;
        }
        if (!number.isE164()) {
            report(
                    Kind.NUMBER_NOT_E164,
                    "number " + number.masked() + " begins with 0, which no E.164 number does; check it");
        }
        boolean isActive = isActive();
        double weight = weight();
        boolean isUsable = weight > 0;
        return new PooledNumber(
                number,
                name("id", number),
                name("display_name", number),
                isActive && isUsable,
                isUsable ? weight : 1,
                notes(),
                properties());
    }

    private @Nullable PhoneNumber number() {
        if (!node.isObject()) {
            report(Kind.ENTRY_UNUSABLE, "is " + PoolJson.kind(node) + ", expected a JSON object; it is not used");
            return null;
        }
        JsonNode value = node.get("number");
        if (value == null) {
            report(Kind.ENTRY_UNUSABLE, "has no \"number\"; it is not used");
            return null;
        }
        if (!value.isTextual()) {
            report(
                    Kind.ENTRY_UNUSABLE,
                    "\"number\" is " + PoolJson.kind(value)
                            + ", expected a string like \"+15558986359\"; it is not used");
            return null;
        }
        try {
            return PhoneNumber.of(value.textValue());
        } catch (IllegalArgumentException e) {
            report(Kind.ENTRY_UNUSABLE, "\"number\" is " + e.getMessage() + "; it is not used");
            return null;
        }
    }

    private boolean isActive() {
        JsonNode value = node.get("is_active");
        if (value == null || !value.isBoolean()) {
            report(
                    Kind.SWITCH_UNCLEAR,
                    "\"is_active\" is " + (value == null ? "missing" : PoolJson.kind(value))
                            + ", expected true or false; the number counts as switched off");
            return false;
        }
        return value.booleanValue();
    }

    /** The weight, or 0 if it is unusable. */
    private double weight() {
        if (!isWeightUsable(node)) {
            report(Kind.WEIGHT_UNUSABLE, "\"weight\" must be a number above 0; the number counts as switched off");
            return 0;
        }
        JsonNode value = node.get("weight");
        return value == null || value.isNull() ? 1 : value.doubleValue();
    }

    /** True if the entry has a weight that counts, or none. */
    static boolean isWeightUsable(JsonNode node) {
        JsonNode value = node.get("weight");
        if (value == null || value.isNull()) {
            return true;
        }
        double weight = value.isNumber() ? value.doubleValue() : 0;
        return weight > 0 && !Double.isInfinite(weight);
    }

    /** The id or the display name; the number itself if there is none that can be used. */
    private String name(String property, PhoneNumber number) {
        JsonNode value = node.get(property);
        if (value == null || value.isNull()) {
            return number.e164();
        }
        boolean isWhole = property.equals("id") && value.isIntegralNumber();
        String text = value.isTextual() || isWhole ? value.asText() : "";
        try {
            PooledNumber probe = PooledNumber.of(number).withDisplayName(text);
            return probe.displayName();
        } catch (IllegalArgumentException e) {
            report(
                    Kind.PROPERTY_UNUSABLE,
                    "\"" + property + "\" cannot be used, the number stands in its place: it must be a text of 1 to 255"
                            + " characters without control characters");
            return number.e164();
        }
    }

    private @Nullable String notes() {
        JsonNode value = node.get("notes");
        if (value == null || value.isNull()) {
            return null;
        }
        if (!value.isTextual()) {
            report(
                    Kind.PROPERTY_UNUSABLE,
                    "\"notes\" is " + PoolJson.kind(value) + ", expected a string; it is not shown");
            return null;
        }
        return value.textValue();
    }

    private Map<String, String> properties() {
        Map<String, String> properties = new LinkedHashMap<>();
        node.properties().forEach(property -> {
            if (!KNOWN.contains(property.getKey())) {
                properties.put(property.getKey(), property.getValue().toString());
            }
        });
        return properties;
    }

    private void report(Kind kind, String message) {
        problems.add(new Widget.Problem(index, kind, message));
    }
}
