package dev.numberpool;

/** The end of one try to choose: a result, or a question that can only be answered outside the transaction. */
sealed interface Chosen permits Choice, Question {}
