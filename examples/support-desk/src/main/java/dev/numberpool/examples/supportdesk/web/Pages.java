package dev.numberpool.examples.supportdesk.web;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import io.javalin.http.Context;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Makes pages of templates. Whatever a template prints is escaped by jte, by the place where it stands. */
public final class Pages {
    private static final String NOTICE = "notice";

    private final TemplateEngine templates = TemplateEngine.createPrecompiled(ContentType.Html);
    private final boolean isSimulated;

    Pages(boolean isSimulated) {
        this.isSimulated = isSimulated;
    }

    /**
     * Answers with a page.
     *
     * @param title its title
     * @param screen the entry of the navigation that it belongs to; its template is {@code <screen>.jte} unless said
     *     otherwise
     * @param model what the template shows, by the names of its parameters
     */
    public void show(Context context, String title, String screen, Map<String, Object> model) {
        show(context, title, screen, screen + ".jte", model);
    }

    /** Answers with a page of this template. */
    public void show(Context context, String title, String screen, String template, Map<String, Object> model) {
        @Nullable String notice = isRefresh(context) ? null : context.consumeSessionAttribute(NOTICE);
        Map<String, Object> parameters = new HashMap<>(model);
        parameters.put("page", new Page(title, screen, Guard.token(context), notice, isSimulated));
        StringOutput html = new StringOutput();
        templates.render(template, parameters, html);
        context.contentType("text/html; charset=utf-8").result(html.toString());
    }

    /** A page that looks again by itself must not take the notice away from the form that is being answered just now. */
    private static boolean isRefresh(Context context) {
        String accepted = Objects.requireNonNullElse(context.header("Accept"), "");
        return context.header("X-Turbo-Request-Id") != null && !accepted.contains("turbo-stream");
    }

    /** Answers a form: the browser goes to another page, which says what was done. */
    public static void done(Context context, String path, String notice) {
        context.sessionAttribute(NOTICE, notice);
        context.redirect(path, io.javalin.http.HttpStatus.SEE_OTHER);
    }
}
