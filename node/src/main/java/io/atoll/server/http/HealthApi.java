package io.atoll.server.http;

import io.atoll.platform.http.Problem;
import io.atoll.ring.Topology;
import io.atoll.server.Backend;
import io.atoll.wire.ProblemType;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * {@code /health/live}, {@code /health/ready}, {@code /health/ready/reads}, {@code /metrics}:
 * probes. They ignore parameters, because those who configure probes often cannot control what the
 * prober appends.
 */
final class HealthApi {
  static final String LIVE = "/health/live";
  static final String READY = "/health/ready";
  static final String READY_FOR_READS = "/health/ready/reads";
  static final String METRICS = "/metrics";
  private static final String PROMETHEUS_TEXT = "text/plain; version=0.0.4; charset=utf-8";

  private final Vertx vertx;
  private final Backend backend;
  private final PrometheusMeterRegistry registry;

  HealthApi(Vertx vertx, Backend backend, PrometheusMeterRegistry registry) {
    this.vertx = vertx;
    this.backend = backend;
    this.registry = registry;
  }

  void live(Exchange exchange) {
    if (Routes.isRead(exchange)) {
      exchange.json(200, Map.of("status", "live"));
    }
  }

  /** Whether the node can serve everything: reads, and writes on its own disk. */
  void ready(Exchange exchange) {
    String refusal = backend.cannotWriteBecause();
    if (refusal.isEmpty() || !backend.notReadyBecause().isEmpty()) {
      readyForReads(exchange);
    } else if (Routes.isRead(exchange)) {
      exchange.problem(
          new Problem(ProblemType.NOT_READY, "cannot write: " + refusal).with("reads", true));
    }
  }

  /** Whether it can serve reads, and pass writes on. */
  void readyForReads(Exchange exchange) {
    if (!Routes.isRead(exchange)) {
      return;
    }
    String reason = backend.notReadyBecause();
    if (reason.isEmpty()) {
      Topology topology = backend.topology();
      Map<String, Object> body = new LinkedHashMap<>();
      body.put("status", "ready");
      body.put("node", backend.nodeId());
      body.put("epoch", topology.epoch());
      exchange.json(200, body);
    } else {
      exchange.problem(new Problem(ProblemType.NOT_READY, reason).with("reads", false));
    }
  }

  /** Writing out some hundred meters takes milliseconds, which a loop does not have. */
  void metrics(Exchange exchange) {
    if (!Routes.isRead(exchange)) {
      return;
    }
    exchange.await(
        vertx.executeBlocking(registry::scrape, false),
        (text, failure) -> {
          if (failure != null) {
            exchange.defect(failure);
          } else {
            exchange
                .header(HttpHeaders.CONTENT_TYPE, PROMETHEUS_TEXT)
                .answer(200, Buffer.buffer(text));
          }
        });
  }
}
