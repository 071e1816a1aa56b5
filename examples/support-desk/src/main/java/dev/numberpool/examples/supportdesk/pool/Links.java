package dev.numberpool.examples.supportdesk.pool;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Addresses of pages, for templates. */
public final class Links {
    private Links() {}

    /** A page on a number, such as {@code /pool/drain}. */
    public static String number(String page, String widget, String number) {
        return page + "?widget=" + encoded(widget) + "&number=" + encoded(number);
    }

    /** The pool of a widget. */
    public static String pool(String widget) {
        return "/pool?widget=" + encoded(widget);
    }

    /** An edit of a widget's pool. */
    public static String draft(String widget, String draft) {
        return pool(widget) + "&draft=" + encoded(draft);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
