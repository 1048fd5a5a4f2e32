package dev.cksauth.reference.cksapi;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The calls of the API: clusters listed, read and changed. */
final class ClusterHandler extends Handler.Abstract {
  private static final Logger LOG = LoggerFactory.getLogger(ClusterHandler.class);
  static final String CLUSTERS = "/v1beta1/cks/clusters";
  private static final int LARGEST_BODY = 1 << 20;
  private static final String BEARER = "bearer ";

  private final Access access;
  private final Predicate<String> own;
  private final ClusterService service;
  private final JsonMapper json = new JsonMapper();

  ClusterHandler(Access access, Predicate<String> own, ClusterService service) {
    this.access = access;
    this.own = own;
    this.service = service;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    int status = 200;
    ObjectNode body;
    try {
      body = answer(request);
    } catch (ApiProblem problem) {
      status = problem.code().status();
      body = problem.json();
    } catch (IOException | RuntimeException fault) {
      // Only the type: a message may quote the request.
      LOG.warn("a call failed: {}", fault.getClass().getName());
      ApiProblem problem = new ApiProblem(ApiCode.INTERNAL, "a fault of the service");
      status = problem.code().status();
      body = problem.json();
    }
    write(response, callback, status, body);
    return true;
  }

  static void write(Response response, Callback callback, int status, ObjectNode body) {
    byte[] bytes = body.toString().getBytes(StandardCharsets.UTF_8);
    response.setStatus(status);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
    response.getHeaders().put(HttpHeader.CONTENT_LENGTH, bytes.length);
    response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
    response.write(true, ByteBuffer.wrap(bytes), callback);
  }

  private ObjectNode answer(Request request) throws ApiProblem, IOException {
    String method = request.getMethod();
    boolean writes = !method.equals("GET");
    // Also of a call that is refused: an unread body costs the client the connection it reuses.
    byte[] body = body(request);
    access.require(bearer(request), writes);
    String path = Request.getPathInContext(request);
    if (path.equals(CLUSTERS)) {
      return onAll(method);
    }
    if (!path.startsWith(CLUSTERS + "/")) {
      throw new ApiProblem(ApiCode.NOT_FOUND, "there is nothing at this path");
    }
    ObjectNode cluster = service.get();
    if (!own.test(path.substring(CLUSTERS.length() + 1))) {
      throw new ApiProblem(ApiCode.NOT_FOUND, "there is no such cluster");
    }
    return switch (method) {
      case "GET" -> wrapped(cluster);
      case "PATCH" -> wrapped(service.update(parse(body)));
      default -> throw unimplemented(method);
    };
  }

  private ObjectNode onAll(String method) throws ApiProblem {
    if (!method.equals("GET")) {
      throw unimplemented(method);
    }
    ObjectNode list = JsonNodeFactory.instance.objectNode();
    list.putArray("items").add(service.get());
    return list;
  }

  private static ApiProblem unimplemented(String method) {
    return new ApiProblem(
        ApiCode.UNIMPLEMENTED,
        "the reference reads its cluster and changes it; it does not know " + method + " here");
  }

  private static ObjectNode wrapped(ObjectNode cluster) {
    ObjectNode wrapped = JsonNodeFactory.instance.objectNode();
    wrapped.set("cluster", cluster);
    return wrapped;
  }

  private static byte[] body(Request request) throws IOException, ApiProblem {
    byte[] body = Content.Source.asInputStream(request).readNBytes(LARGEST_BODY + 1);
    if (body.length > LARGEST_BODY) {
      throw new ApiProblem(ApiCode.INVALID_ARGUMENT, "the body is larger than any change");
    }
    return body;
  }

  private ObjectNode parse(byte[] body) throws ApiProblem {
    try {
      if (json.readTree(body) instanceof ObjectNode object) {
        return object;
      }
    } catch (JacksonException malformed) {
      // As any other text that is no object.
    }
    throw new ApiProblem(ApiCode.INVALID_ARGUMENT, "the body is no JSON object");
  }

  private static Optional<String> bearer(Request request) {
    String header = request.getHeaders().get(HttpHeader.AUTHORIZATION);
    return header != null && header.toLowerCase(Locale.ROOT).startsWith(BEARER)
        ? Optional.of(header.substring(BEARER.length()).strip())
        : Optional.empty();
  }
}
