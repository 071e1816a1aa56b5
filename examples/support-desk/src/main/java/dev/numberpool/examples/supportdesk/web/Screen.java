package dev.numberpool.examples.supportdesk.web;

import io.javalin.config.RoutesConfig;

/** One of the pages in the navigation. */
public interface Screen {
    /** Says what it answers to. */
    void routes(RoutesConfig routes);
}
