package io.atoll.router.proxy;

import io.atoll.platform.http.Problem;
import io.atoll.wire.ProblemType;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * What the router answers by itself instead of asking a node: probes, meters, its load balancer.
 */
final class OwnPages {
  private static final String LIVE = "/health/live";
  private static final String READY = "/health/ready";
  private static final String METRICS = "/metrics";
  private static final String JSON = "application/json";
  private static final String PROMETHEUS_TEXT = "text/plain; version=0.0.4; charset=utf-8";

  private final Vertx vertx;
  private final PrometheusMeterRegistry registry;
  private final RouterMeters meters;
  private final Supplier<RouterView> view;
  private final BooleanSupplier draining;

  OwnPages(
      Vertx vertx,
      PrometheusMeterRegistry registry,
      RouterMeters meters,
      Supplier<RouterView> view,
      BooleanSupplier draining) {
    this.vertx = vertx;
    this.registry = registry;
    this.meters = meters;
    this.view = view;
    this.draining = draining;
  }

  static boolean has(String path) {
    return switch (path) {
      case LIVE, READY, METRICS, RouterPage.PATH -> true;
      default -> false;
    };
  }

  void answer(LoopState loop, HttpServerRequest request, String path) {
    Reply reply = new Reply(loop, request, Kind.OWN);
    if (!HttpMethod.GET.equals(request.method()) && !HttpMethod.HEAD.equals(request.method())) {
      reply.problem(
          new Problem(ProblemType.METHOD_NOT_ALLOWED, path + " is read by GET or HEAD only")
              .withHeader(HttpHeaders.ALLOW, "GET, HEAD"));
      return;
    }
    switch (path) {
      case LIVE -> reply.page(JSON, new JsonObject().put("status", "live").toBuffer());
      case READY -> ready(reply);
      case METRICS -> metrics(reply);
      default -> reply.page(JSON, RouterPage.of(view.get(), draining.getAsBoolean()));
    }
  }

  private void ready(Reply reply) {
    if (draining.getAsBoolean()) {
      reply.problem(new Problem(ProblemType.NOT_READY, "the router is stopping"));
    } else if (!view.get().isAnyUsable()) {
      reply.problem(
          new Problem(
              ProblemType.NOT_READY,
              "no DC has a node that can be asked; /v1/router says what is known of each"));
    } else {
      reply.page(
          JSON, new JsonObject().put("status", "ready").put("dc", view.get().first()).toBuffer());
    }
  }

  /** Writing out the meters takes milliseconds, which a loop does not have. */
  private void metrics(Reply reply) {
    reply.await(
        vertx.executeBlocking(
            () -> {
              meters.refresh(view.get());
              return registry.scrape();
            }),
        (text, failure) -> {
          if (failure != null) {
            reply.problem(
                new Problem(ProblemType.INTERNAL, "the meters cannot be read: " + failure));
          } else {
            reply.page(PROMETHEUS_TEXT, Buffer.buffer(text));
          }
        });
  }
}
