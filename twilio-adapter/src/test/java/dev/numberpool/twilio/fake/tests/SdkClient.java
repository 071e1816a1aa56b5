package dev.numberpool.twilio.fake.tests;

import com.twilio.constant.EnumConstants;
import com.twilio.http.HttpClient;
import com.twilio.http.HttpMethod;
import com.twilio.http.Request;
import com.twilio.http.Response;
import com.twilio.http.TwilioRestClient;
import dev.numberpool.twilio.fake.FakeTwilio;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import org.apache.hc.core5.http.Header;

/** The real SDK on the fake: one attempt, and Twilio's hosts replaced by the fake's address. */
final class SdkClient extends HttpClient {
    private final java.net.http.HttpClient http = java.net.http.HttpClient.newHttpClient();
    private final Map<String, URI> endpoints;

    private SdkClient(Map<String, URI> endpoints) {
        this.endpoints = endpoints;
    }

    static TwilioRestClient of(FakeTwilio twilio) {
        return new TwilioRestClient.Builder(twilio.accountSid(), twilio.authToken())
                .accountSid(twilio.accountSid())
                .httpClient(new SdkClient(twilio.endpoints()))
                .build();
    }

    @Override
    public Response reliableRequest(Request request) {
        return makeRequest(request);
    }

    @Override
    public Response makeRequest(Request request) {
        HttpRequest.Builder builder = HttpRequest.newBuilder(
                        place(URI.create(request.constructURL().toString())))
                .header("Authorization", request.getAuthString());
        request.getHeaderParams().forEach((name, values) -> values.forEach(value -> builder.header(name, value)));
        builder.method(request.getMethod().toString(), body(request, builder));
        try {
            HttpResponse<String> response = http.send(builder.build(), HttpResponse.BodyHandlers.ofString());
            return new Response(response.body(), response.statusCode(), new Header[0]);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private URI place(URI url) {
        String query = url.getRawQuery() == null ? "" : "?" + url.getRawQuery();
        return URI.create(endpoints.get(url.getHost()) + url.getRawPath() + query);
    }

    private static HttpRequest.BodyPublisher body(Request request, HttpRequest.Builder builder) {
        if (request.getMethod() != HttpMethod.POST) {
            return HttpRequest.BodyPublishers.noBody();
        }
        if (request.getContentType() == EnumConstants.ContentType.JSON) {
            builder.header("Content-Type", "application/json");
            return HttpRequest.BodyPublishers.ofString(request.getBody());
        }
        builder.header("Content-Type", "application/x-www-form-urlencoded");
        return HttpRequest.BodyPublishers.ofString(request.encodeFormBody());
    }
}
