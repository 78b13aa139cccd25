package io.atoll.server.http;

import io.atoll.env.Clock;
import io.atoll.env.Entropy;
import io.atoll.env.FatalError;
import io.atoll.platform.http.Admission;
import io.atoll.platform.http.BodyReceipts;
import io.atoll.platform.http.Connections;
import io.atoll.platform.http.InvalidRequest;
import io.atoll.platform.http.Problem;
import io.atoll.platform.http.RequestTarget;
import io.atoll.platform.http.ServerLoop;
import io.atoll.resilience.ByteBudget;
import io.atoll.server.Backend;
import io.atoll.wire.ProblemType;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;

/**
 * The HTTP API of a node on one loop: it finds the route of a request, admits or refuses it, and
 * hands it to the part that answers. Every call must be made on the loop, and the backend is called
 * on it.
 */
final class HttpApi implements Handler<HttpServerRequest> {
  private final LoopState loop;
  private final KvApi kv;
  private final KeyspacesApi keyspaces;
  private final ClusterApi cluster;
  private final HintsApi hints;
  private final RepairApi repair;
  private final HealthApi health;
  private final DocumentsApi documents;

  private HttpApi(LoopState loop, Shared shared, Vertx vertx, Backend backend) {
    this.loop = loop;
    this.kv = new KvApi(loop, backend);
    this.keyspaces = new KeyspacesApi(loop, backend);
    this.cluster = new ClusterApi(backend, kv, shared.views);
    this.hints = new HintsApi(loop, backend);
    this.repair = new RepairApi(loop, backend);
    this.health = new HealthApi(vertx, backend, shared.registry);
    this.documents = new DocumentsApi(backend, shared.openapi);
  }

  @Override
  public void handle(HttpServerRequest request) {
    RequestTarget target = RequestTarget.of(request.uri());
    Operation operation = operation(target.path(), request);
    boolean room = operation.isProbe() || loop.server().admission().hasRoom();
    Exchange exchange = new Exchange(loop, request, operation);
    if (!room) {
      exchange.problem(
          new Problem(
              ProblemType.OVERLOADED,
              loop.server().admission().fullBecause(loop.server().server())));
      return;
    }
    try {
      dispatch(exchange, target);
    } catch (Throwable e) {
      FatalError.passOn(e);
      exchange.defect(e);
    }
  }

  /** Answers what is not HTTP, or exceeds the bounds of a request's head, and closes. */
  void handleInvalid(HttpServerRequest request) {
    HttpSettings settings = loop.settings();
    new Exchange(loop, request, Operation.NONE)
        .malformed(
            InvalidRequest.problem(
                request,
                settings.maxRequestLineBytes(),
                "; a key has at most %d".formatted(settings.sizes().maxKeyBytes()),
                "; this port speaks HTTP, and the client protocol has a port of its own"
                    + " (ports.client)"));
  }

  /** Closes and gives up what is overdue; to be called about once a second. */
  void sweep() {
    loop.server().sweep(loop.server().now());
  }

  LoopState loop() {
    return loop;
  }

  private static Operation operation(String path, HttpServerRequest request) {
    if (path.startsWith(KvApi.PREFIX)) {
      return KvApi.operation(request.method().name());
    }
    return switch (path) {
      case KeyspacesApi.ROOT -> Operation.KEYSPACES;
      case ClusterApi.CLUSTER -> Operation.CLUSTER;
      case ClusterApi.RING -> Operation.RING;
      case HintsApi.ROOT, HintsApi.PAUSE, HintsApi.RESUME -> Operation.HINTS;
      case RepairApi.ROOT -> Operation.REPAIR;
      case HealthApi.LIVE, HealthApi.READY, HealthApi.READY_FOR_READS -> Operation.HEALTH;
      case HealthApi.METRICS -> Operation.METRICS;
      case DocumentsApi.INDEX, DocumentsApi.OPENAPI -> Operation.DOCUMENTS;
      default ->
          path.startsWith(KeyspacesApi.PREFIX)
              ? Operation.KEYSPACES
              : path.startsWith(ClusterApi.RING_PREFIX)
                  ? Operation.RING
                  : path.startsWith(RepairApi.PREFIX) ? Operation.REPAIR : Operation.NONE;
    };
  }

  private void dispatch(Exchange exchange, RequestTarget target) {
    String path = target.path();
    switch (exchange.operation()) {
      case KV_GET, KV_PUT, KV_DELETE -> kv.handle(exchange, target);
      case KEYSPACES -> keyspaces.handle(exchange, target);
      case CLUSTER -> cluster.cluster(exchange, target);
      case RING -> {
        if (path.equals(ClusterApi.RING)) {
          cluster.ring(exchange, target);
        } else {
          cluster.replicas(exchange, target);
        }
      }
      case HINTS -> hints.handle(exchange, target);
      case REPAIR -> repair.handle(exchange, target);
      case HEALTH -> {
        switch (path) {
          case HealthApi.LIVE -> health.live(exchange);
          case HealthApi.READY -> health.ready(exchange);
          default -> health.readyForReads(exchange);
        }
      }
      case METRICS -> health.metrics(exchange);
      case DOCUMENTS -> {
        if (path.equals(DocumentsApi.INDEX)) {
          documents.index(exchange);
        } else {
          documents.openapi(exchange);
        }
      }
      case NONE -> {
        if (path.startsWith(KvApi.PREFIX)) {
          kv.handle(exchange, target);
        } else {
          exchange.problem(Routes.unknown(path));
        }
      }
    }
  }

  /** What the loops of one node share. */
  static final class Shared {
    private final HttpSettings settings;
    private final ByteBudget memory;
    private final int loops;
    private final Clock clock;
    private final Entropy entropy;
    private final PrometheusMeterRegistry registry;
    private final HttpMeters meters;
    private final RingView.Newest views = new RingView.Newest();
    private final Buffer openapi;

    /** Blocking: it reads the documents. */
    Shared(
        HttpSettings settings,
        ByteBudget memory,
        int loops,
        Clock clock,
        Entropy entropy,
        PrometheusMeterRegistry registry) {
      this.settings = settings;
      this.memory = memory;
      this.loops = loops;
      this.clock = clock;
      this.entropy = entropy;
      this.registry = registry;
      this.meters = new HttpMeters(registry);
      this.openapi = DocumentsApi.readOpenapi();
    }

    /** The API of one loop. */
    HttpApi api(Vertx vertx, int loop, Backend backend) {
      Admission admission = new Admission(settings.load().maxInFlight(), memory);
      Connections connections =
          new Connections(
              Connections.Bounds.of(
                  settings.load().maxConnections(),
                  settings.waits().idleMs(),
                  settings.waits().stallMs(),
                  memory,
                  loops),
              memory);
      meters
          .requests()
          .watch(
              loop,
              admission,
              connections,
              "body.held",
              "Bytes of request bodies and answers held in memory");
      ServerLoop server =
          new ServerLoop(
              "node",
              clock::nanos,
              admission,
              connections,
              new BodyReceipts(settings.waits().bodyMs()),
              meters.requests());
      return new HttpApi(new LoopState(server, settings, meters, entropy), this, vertx, backend);
    }
  }
}
