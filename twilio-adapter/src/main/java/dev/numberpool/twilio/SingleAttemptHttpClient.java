package dev.numberpool.twilio;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.twilio.constant.EnumConstants;
import com.twilio.http.HttpClient;
import com.twilio.http.HttpMethod;
import com.twilio.http.HttpUtility;
import com.twilio.http.Request;
import com.twilio.http.Response;
import java.net.URL;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Objects;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.message.BasicHeader;

/**
 * The SDK's way to Twilio: one call is one HTTP request at most, whatever becomes of it. The SDK's own client repeats a
 * POST up to six times, and no time-out of it can be set. Requests go to {@link Endpoints} only. Safe for use by many
 * threads.
 */
final class SingleAttemptHttpClient extends HttpClient {
    private final Transport transport;
    private final HttpOptions options;
    private final ObjectMapper json = new ObjectMapper();

    SingleAttemptHttpClient(HttpOptions options) {
        this.options = options;
        this.transport = new Transport(options);
    }

    @Override
    public Response reliableRequest(Request request) {
        return makeRequest(request);
    }

    @Override
    public Response reliableRequest(Request request, int[] retryCodes, int retries, long delayMillis) {
        return makeRequest(request);
    }

    /**
     * Makes the request.
     *
     * @throws TwilioCallException unless the answer is a whole one with a status of 200 to 299
     */
    @Override
    public Response makeRequest(Request request) {
        return makeRequest(request, Deadline.in(options.totalTimeout()));
    }

    /** The same as a part of something that has to be over at another time. */
    Response makeRequest(Request request, Deadline deadline) {
        return checked(transport.exchange(wire(request), head -> new CappedBody(options.maxAnswerBytes()), deadline));
    }

    private Response checked(HttpResponse<CappedBody.Read> answer) {
        CappedBody.Read body = answer.body();
        if (answer.statusCode() >= 300) {
            throw TwilioCallException.answered(
                    answer.statusCode(), ErrorAnswer.of(body.text(), answer.headers(), json));
        }
        if (!body.isWhole()) {
            throw TwilioCallException.uncertain("longer than " + options.maxAnswerBytes() + " bytes");
        }
        // The SDK looks into the headers when it logs, so there must be some.
        Header[] headers = answer.headers().map().entrySet().stream()
                .flatMap(entry -> entry.getValue().stream().map(value -> new BasicHeader(entry.getKey(), value)))
                .toArray(Header[]::new);
        return new Response(body.text(), answer.statusCode(), headers);
    }

    private HttpRequest wire(Request request) {
        HttpRequest.Builder wire = HttpRequest.newBuilder(options.endpoints().target(address(request)))
                .header("Accept", "application/json")
                .header("User-Agent", HttpUtility.getUserAgentString(request.getUserAgentExtensions(), true));
        request.getHeaderParams().forEach((name, values) -> values.forEach(value -> wire.header(name, value)));
        if (request.requiresAuthentication()) {
            wire.header("Authorization", request.getAuthString());
        }
        return withBody(wire, request).build();
    }

    /** What the SDK says about an address that it cannot read repeats it, numbers and all. */
    private static URL address(Request request) {
        try {
            return request.constructURL();
        } catch (RuntimeException e) {
            throw TwilioCallException.notSent("its address cannot be read", null);
        }
    }

    private static HttpRequest.Builder withBody(HttpRequest.Builder wire, Request request) {
        String method = request.getMethod().toString();
        if (request.getMethod() == HttpMethod.GET || request.getMethod() == HttpMethod.DELETE) {
            return wire.method(method, BodyPublishers.noBody());
        }
        EnumConstants.ContentType type =
                Objects.requireNonNullElse(request.getContentType(), EnumConstants.ContentType.FORM_URLENCODED);
        if (type == EnumConstants.ContentType.MULTIPART_FORM_DATA) {
            throw new UnsupportedOperationException("no call of numberpool uploads a form with files");
        }
        String body = type == EnumConstants.ContentType.JSON ? request.getBody() : request.encodeFormBody();
        return wire.header("Content-Type", type.getValue())
                .method(method, new OnceOnlyBody(BodyPublishers.ofString(body)));
    }
}
