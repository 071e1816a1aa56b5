package dev.numberpool.examples.springboot;

import dev.numberpool.AgentConflictException;
import dev.numberpool.ConversationClosedException;
import dev.numberpool.NoNumberAvailableException;
import dev.numberpool.NumberPoolException;
import dev.numberpool.StoreException;
import dev.numberpool.UnknownConversationException;
import dev.numberpool.UnknownWidgetException;
import dev.numberpool.desk.NoAgentException;
import dev.numberpool.desk.ServiceWindowClosedException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/** What goes wrong, as RFC 9457 has it. The words of numberpool hold ids and masked numbers, so they may go out. */
@RestControllerAdvice
class Problems extends ResponseEntityExceptionHandler {
    private static final Logger LOG = LoggerFactory.getLogger(Problems.class);

    @ExceptionHandler
    ProblemDetail refused(NumberPoolException refused) {
        return problem(status(refused), refused.getClass().getSimpleName(), refused.getMessage());
    }

    /** What databases say stays here. */
    @ExceptionHandler
    ProblemDetail failed(StoreException failed) {
        LOG.error("The database failed", failed);
        return failed.isTransient()
                ? problem(HttpStatus.SERVICE_UNAVAILABLE, "StoreException", "nothing was kept; try again")
                : problem(HttpStatus.INTERNAL_SERVER_ERROR, "StoreException", "nothing was kept");
    }

    private static HttpStatus status(NumberPoolException refused) {
        if (refused instanceof UnknownConversationException || refused instanceof UnknownWidgetException) {
            return HttpStatus.NOT_FOUND;
        }
        if (refused instanceof NoNumberAvailableException) {
            return HttpStatus.SERVICE_UNAVAILABLE;
        }
        boolean isConflict = refused instanceof ConversationClosedException
                || refused instanceof AgentConflictException
                || refused instanceof NoAgentException
                || refused instanceof ServiceWindowClosedException;
        return isConflict ? HttpStatus.CONFLICT : HttpStatus.INTERNAL_SERVER_ERROR;
    }

    private static ProblemDetail problem(HttpStatus status, String title, @Nullable String detail) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, detail);
        problem.setTitle(title);
        return problem;
    }
}
