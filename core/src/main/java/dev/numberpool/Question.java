package dev.numberpool;

/** The chain has come to a step that needs I/O. */
record Question(FallbackStep step, Widget widget) implements Chosen {}
