package dev.numberpool.examples.benchmarks;

import com.twilio.http.NetworkHttpClient;
import com.twilio.http.Request;
import com.twilio.http.Response;
import java.net.URI;

/** The HTTP client of Twilio's SDK as it comes, but for the host in the URL. */
final class StockClient extends NetworkHttpClient {
    private final String place;

    StockClient(URI place) {
        this.place = place.toString();
    }

    @Override
    public Response makeRequest(Request request) {
        return super.makeRequest(there(request));
    }

    private Request there(Request request) {
        Request there =
                new Request(request.getMethod(), place + request.constructURL().getPath());
        there.setAuth(request.getUsername(), request.getPassword());
        there.setContentType(request.getContentType());
        there.setUserAgentExtensions(request.getUserAgentExtensions());
        request.getPostParams().forEach((name, values) -> values.forEach(value -> there.addPostParam(name, value)));
        request.getHeaderParams().forEach((name, values) -> values.forEach(value -> there.addHeaderParam(name, value)));
        return there;
    }
}
