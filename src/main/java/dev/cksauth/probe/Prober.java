package dev.cksauth.probe;

import dev.cksauth.subject.Address;
import dev.cksauth.subject.ClientCertificate;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Sends requests, each as written, once, and on a connection of its own: nothing is retried,
 * followed, remembered or added, and nothing decompressed that the request did not ask to have
 * compressed. Safe for use by many threads.
 */
public final class Prober implements AutoCloseable {
  private final Redactor redactor;
  private final ProberOptions options;
  private final Proxies proxies;
  private final Trust trust = new Trust();
  private final ServerKeys keys = new ServerKeys();
  private final Map<Place, Outcome.Failed> dead = new ConcurrentHashMap<>();
  private final KeptCalls kept = new KeptCalls();
  private final Set<Place> alive = ConcurrentHashMap.newKeySet();

  private record Place(Address address, Optional<URI> proxy) {}

  /** A prober that has sent nothing yet; its failures' words are redacted. */
  public Prober(Redactor redactor, ProberOptions options) {
    this.redactor = redactor;
    this.options = options;
    this.proxies = new Proxies(options.proxies());
  }

  /**
   * Sends a request. Where an earlier one found nobody to connect to, it is not tried again, and
   * the outcome is the same.
   */
  public Exchange send(Target target, ProbeRequest request) {
    return send(target, request, options);
  }

  /**
   * The same with a patience of its own.
   *
   * @param answer for the whole answer, from when the request is sent
   */
  public Exchange send(Target target, ProbeRequest request, Duration answer) {
    return send(target, request, options.answeredWithin(answer));
  }

  /**
   * The same over a connection that is kept for the next such request to the target, as an API
   * server keeps those to its webhooks. Also sent once: a connection that the server closes
   * meanwhile is a reset.
   */
  public Exchange sendKept(Target target, ProbeRequest request) {
    Place place = place(target);
    boolean plain =
        request.raw().isEmpty()
            && request.certificate().isEmpty()
            && request.protocol() == Protocol.NEGOTIATE
            && place.proxy().isEmpty();
    if (!plain || dead.containsKey(place)) {
      return send(target, request);
    }
    Instant at = Instant.now();
    long start = System.nanoTime();
    Outcome outcome =
        kept.outcome(
            target, request, () -> new Call(target, request, place.proxy(), trust, keys, options));
    Outcome read = noted(place, Gzip.undone(request, outcome, options.maxBody()));
    return new Exchange(target, request, read, at, Duration.ofNanos(System.nanoTime() - start));
  }

  private Exchange send(Target target, ProbeRequest request, ProberOptions patience) {
    if (request.raw().isPresent()) {
      try (RawConnection connection = connect(target, request.certificate(), patience)) {
        return connection.exchange(request);
      }
    }
    Place place = place(target);
    Instant at = Instant.now();
    long start = System.nanoTime();
    Outcome outcome = dead.get(place);
    if (outcome == null) {
      Outcome raw = new Call(target, request, place.proxy(), trust, keys, patience).outcome();
      outcome = noted(place, Gzip.undone(request, raw, patience.maxBody()));
    }
    return new Exchange(target, request, outcome, at, Duration.ofNanos(System.nanoTime() - start));
  }

  /**
   * A connection for several requests of raw text.
   *
   * @param certificate presented instead of the target's
   */
  public RawConnection connect(Target target, Optional<ClientCertificate> certificate) {
    return connect(target, certificate, options);
  }

  private RawConnection connect(
      Target target, Optional<ClientCertificate> certificate, ProberOptions patience) {
    Place place = place(target);
    Wire wire = new Wire(target, place.proxy(), "http/1.1", certificate, trust, patience);
    return new RawConnection(
        target, wire, Optional.ofNullable(dead.get(place)), outcome -> noted(place, outcome));
  }

  /**
   * Sends a request over HTTP/2 with path, names and values of headers as they stand, whether or
   * not they may stand there. A stream that is reset counts as a connection that is closed.
   */
  public Exchange sendUnchecked(Target target, ProbeRequest request) {
    Place place = place(target);
    Instant at = Instant.now();
    long start = System.nanoTime();
    Outcome outcome = dead.get(place);
    if (outcome == null) {
      outcome = noted(place, unchecked(target, place, request));
    }
    return new Exchange(target, request, outcome, at, Duration.ofNanos(System.nanoTime() - start));
  }

  private Outcome unchecked(Target target, Place place, ProbeRequest request) {
    try (Wire wire = new Wire(target, place.proxy(), "h2", request.certificate(), trust, options)) {
      wire.open();
      wire.progress().reached(Progress.Stage.SENT);
      return wire.within(
          options.answer(),
          () ->
              new UncheckedHttp2(wire.in(), wire.out(), options.maxBody(), wire.progress())
                  .answer(request, target.authority()));
    } catch (Wire.Broken broken) {
      return broken.failed();
    }
  }

  private Outcome noted(Place place, Outcome outcome) {
    Outcome shown = redacted(outcome);
    if (!(shown instanceof Outcome.Failed failed)) {
      alive.add(place);
      return shown;
    }
    if (failed.kind() == Failure.NO_HANDSHAKE && alive.contains(place)) {
      // Who has answered and now hangs is ill; who never did perhaps speaks no TLS.
      return new Outcome.Failed(Failure.TIMEOUT, failed.words());
    }
    if (failed.kind().dead()) {
      dead.put(place, failed);
    }
    return failed;
  }

  private Place place(Target target) {
    return new Place(target.address(), proxies.of(target));
  }

  private Outcome redacted(Outcome outcome) {
    return outcome instanceof Outcome.Failed failed
        ? new Outcome.Failed(failed.kind(), redactor.redact(failed.words()))
        : outcome;
  }

  /**
   * By which keys servers at a target proved themselves so far: {@code sha256:…} of the
   * SubjectPublicKeyInfo of each, sorted.
   */
  public List<String> keys(Target target) {
    return keys.of(target);
  }

  /** Lets a target be tried again that was dead: it may have been started since. */
  public void forget(Target target) {
    dead.remove(place(target));
  }

  /** Closes the connections that were kept; every other call has cleaned up after itself. */
  @Override
  public void close() {
    kept.close();
    dead.clear();
  }
}
