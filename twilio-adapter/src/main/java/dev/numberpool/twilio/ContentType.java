package dev.numberpool.twilio;

import java.util.Locale;

/**
 * A content type, as far as it matters here.
 *
 * @param type type and subtype in small letters
 * @param charset the charset in small letters; UTF-8 if none is named
 */
record ContentType(String type, String charset) {
    static ContentType of(String header) {
        String[] parts = header.toLowerCase(Locale.ROOT).split(";", -1);
        String charset = "utf-8";
        for (int i = 1; i < parts.length; i++) {
            String parameter = parts[i].strip();
            if (parameter.startsWith("charset=")) {
                charset = parameter.substring("charset=".length()).replace("\"", "");
            }
        }
        return new ContentType(parts[0].strip(), charset);
    }

    boolean isForm() {
        return type.equals("application/x-www-form-urlencoded");
    }

    boolean isJson() {
        return type.equals("application/json");
    }

    boolean isUtf8() {
        return charset.equals("utf-8") || charset.equals("utf8");
    }
}
