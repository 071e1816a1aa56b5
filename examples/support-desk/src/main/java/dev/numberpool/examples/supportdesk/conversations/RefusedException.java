package dev.numberpool.examples.supportdesk.conversations;

import dev.numberpool.examples.supportdesk.conversations.ChatView.Refusal;
import java.util.List;

/** Something was not done; the page says why. */
final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Refusal refusal;
    private final int status;

    RefusedException(int status, String headline, List<String> reasons, String advice) {
        super(headline);
        this.status = status;
        this.refusal = new Refusal(headline, reasons, advice);
    }

    Refusal refusal() {
        return refusal;
    }

    int status() {
        return status;
    }
}
