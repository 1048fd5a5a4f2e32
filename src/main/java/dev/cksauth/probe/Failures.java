package dev.cksauth.probe;

import dev.cksauth.probe.Outcome.Failed;
import dev.cksauth.subject.Address;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.MalformedChunkCodingException;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.StreamClosedException;
import org.apache.hc.core5.http.TruncatedChunkException;
import org.apache.hc.core5.http2.H2ConnectionException;
import org.apache.hc.core5.http2.H2Error;

/**
 * Says in words for people why a request came to nothing.
 *
 * @param place what was connected to
 */
record Failures(String place, String host, ProberOptions options) {
  static final String NO_HTTP_2 = "the server offers no HTTP/2";

  private static final Pattern ALERT = Pattern.compile("fatal alert: ([a-z_]+)");

  static Failures at(Address dialled, ProberOptions options) {
    return new Failures(shown(dialled), dialled.host(), options);
  }

  static String shown(Address address) {
    boolean ipv6 = address.host().indexOf(':') >= 0;
    return (ipv6 ? "[" + address.host() + "]" : address.host()) + ":" + address.port();
  }

  Failed of(Throwable cause, Progress progress) {
    return switch (cause) {
      case AnswerCollector.TooLarge large -> tooLarge();
      case MessageConstraintException large ->
          new Failed(Failure.TOO_LARGE, "the answer's header is too large");
      case UnknownHostException unknown ->
          new Failed(Failure.UNKNOWN_HOST, "the host " + host + " is not known");
      case SocketTimeoutException late when progress.before(Progress.Stage.HANDSHAKE) ->
          noConnection();
      case SocketTimeoutException late -> late(progress);
      case NoRouteToHostException noRoute -> unreachable();
      case ConnectException refused -> notConnected(refused);
      case SSLException tls -> tls(tls);
      default ->
          cause instanceof IOException && progress.stage() == Progress.Stage.HANDSHAKE
              ? handshakeCut(cause)
              : lost(cause, progress);
    };
  }

  private Failed notConnected(ConnectException failed) {
    String message = lower(failed);
    if (message.contains("refused")) {
      return new Failed(Failure.REFUSED, "nothing listens at " + place + " (connection refused)");
    }
    return message.contains("timed out") ? noConnection() : unreachable();
  }

  private static String lower(Throwable cause) {
    return String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
  }

  private Failed unreachable() {
    return new Failed(Failure.UNREACHABLE, "no way leads to " + place);
  }

  Failed noConnection() {
    return new Failed(
        Failure.CONNECT_TIMEOUT,
        "no connection to " + place + " within " + words(options.connect()));
  }

  /** After the connection stood. */
  Failed late(Progress progress) {
    return progress.before(Progress.Stage.SENT)
        ? new Failed(
            Failure.NO_HANDSHAKE,
            "no TLS handshake with " + place + " within " + words(options.connect()))
        : progress.stage() == Progress.Stage.ANSWERING
            ? new Failed(
                Failure.TIMEOUT, "the answer did not end within " + words(options.answer()))
            : new Failed(Failure.TIMEOUT, "no answer within " + words(options.answer()));
  }

  private static String words(Duration duration) {
    return duration.toMillis() % 1000 == 0
        ? duration.toSeconds() + " s"
        : duration.toMillis() + " ms";
  }

  private Failed tooLarge() {
    long limit = options.maxBody();
    String words = limit % (1 << 20) == 0 ? (limit >> 20) + " MiB" : limit + " bytes";
    return new Failed(Failure.TOO_LARGE, "the answer is larger than " + words);
  }

  private Failed tls(SSLException failed) {
    String message = String.valueOf(failed.getMessage());
    Matcher alert = ALERT.matcher(message);
    if (alert.find()) {
      return new Failed(
          Failure.TLS,
          "the server refused the TLS handshake (" + alert.group(1).replace('_', ' ') + ")");
    }
    if (message.contains(NO_HTTP_2)) {
      return new Failed(Failure.TLS, NO_HTTP_2);
    }
    if (message.contains("Unsupported or unrecognized SSL message")
        || message.contains("plaintext connection")) {
      return new Failed(Failure.TLS, "no TLS is spoken at " + place);
    }
    if (message.contains("terminated the handshake") || message.contains("closed")) {
      return handshakeEnded();
    }
    return new Failed(Failure.TLS, "the TLS handshake with " + place + " failed");
  }

  private Failed handshakeCut(Throwable cause) {
    return lower(cause).contains("reset")
        ? new Failed(
            Failure.RESET, "the connection to " + place + " was reset in the TLS handshake")
        : handshakeEnded();
  }

  private Failed handshakeEnded() {
    return new Failed(
        Failure.TLS, "the server at " + place + " ended the connection in the TLS handshake");
  }

  private static Failed lost(Throwable cause, Progress progress) {
    String when =
        progress.stage() == Progress.Stage.ANSWERING ? "within the answer" : "before an answer";
    return switch (cause) {
      case MalformedChunkCodingException chunk when !(chunk instanceof TruncatedChunkException) ->
          new Failed(Failure.MALFORMED, "the answer's chunks are not HTTP");
      case H2ConnectionException broken when isNoError(broken) ->
          new Failed(Failure.RESET, "the connection was closed " + when);
      case H2ConnectionException broken ->
          new Failed(Failure.MALFORMED, "the answer breaks the rules of HTTP/2");
      case ConnectionClosedException closed ->
          new Failed(Failure.RESET, "the connection was closed " + when);
      case StreamClosedException closed ->
          new Failed(Failure.RESET, "the connection was closed " + when);
      case IOException broken -> new Failed(Failure.RESET, "the connection was reset " + when);
      case HttpException malformed ->
          new Failed(Failure.MALFORMED, "what came is not HTTP, or cannot be read as it");
      default -> new Failed(Failure.MALFORMED, "what came cannot be read as HTTP");
    };
  }

  private static boolean isNoError(H2ConnectionException broken) {
    return broken.getCode() == H2Error.NO_ERROR.getCode();
  }

  Failed untrusted(String objection) {
    return new Failed(Failure.UNTRUSTED, objection);
  }
}
