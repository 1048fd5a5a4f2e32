package dev.cksauth.reference.cksapi;

import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** Answers what Jetty itself refuses in the API's form; Jetty's own page quotes the request. */
final class ProblemErrorHandler extends ErrorHandler {
  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    int status = response.getStatus();
    ApiCode code = status / 100 == 5 ? ApiCode.INTERNAL : ApiCode.INVALID_ARGUMENT;
    ClusterHandler.write(
        response, callback, status, new ApiProblem(code, "no request of this API").json());
    return true;
  }
}
