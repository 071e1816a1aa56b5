package dev.numberpool.examples.springboot;

import dev.numberpool.desk.HandoverDesk;
import dev.numberpool.twilio.TwilioEvent;
import dev.numberpool.twilio.TwilioWebhooks;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Where Twilio reaches the application. The signature is the login: this path is for everybody, all others are not. */
@RestController
final class TwilioController {
    static final String PATH = "/twilio";

    private static final int LIMIT = 5 * 1024 * 1024;

    private final TwilioWebhooks webhooks;
    private final HandoverDesk desk;
    private final Inbox inbox;
    private final MeterRegistry meters;

    TwilioController(TwilioWebhooks webhooks, HandoverDesk desk, Inbox inbox, MeterRegistry meters) {
        this.webhooks = webhooks;
        this.desk = desk;
        this.inbox = inbox;
        this.meters = meters;
    }

    @PostMapping(PATH)
    ResponseEntity<String> receive(HttpServletRequest http) throws IOException {
        TwilioWebhooks.Result result = webhooks.receive(request(http));
        meters.counter("numberpool.webhooks", "status", Integer.toString(result.status()))
                .increment();
        if (result.event() instanceof TwilioEvent.InboundEvent inbound) {
            inbox.receive(inbound.message());
        } else if (result.event() instanceof TwilioEvent.StatusEvent status) {
            desk.report(status.report());
        }
        return ResponseEntity.status(result.status())
                .contentType(MediaType.parseMediaType(result.contentType()))
                .body(result.body());
    }

    /** The request as it came in: the signature covers its very characters. */
    private static TwilioWebhooks.Request request(HttpServletRequest http) throws IOException {
        Map<String, List<String>> headers = new TreeMap<>();
        for (String name : Collections.list(http.getHeaderNames())) {
            headers.put(name, Collections.list(http.getHeaders(name)));
        }
        String query = http.getQueryString() == null ? "" : "?" + http.getQueryString();
        byte[] body = http.getInputStream().readNBytes(LIMIT + 1); // one more than is taken: too large is noticed
        if (body.length == 0 && http.getContentLengthLong() > 0) {
            throw new IllegalStateException(
                    "a filter has read the body of a webhook before; switch it off for " + PATH);
        }
        return new TwilioWebhooks.Request(http.getMethod(), http.getRequestURI() + query, headers, body);
    }
}
