package io.atoll.server.http;

import io.atoll.env.Invariant;
import io.atoll.server.Backend;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** {@code /} and {@code /openapi.yaml}: where to start reading. */
final class DocumentsApi {
  static final String INDEX = "/";
  static final String OPENAPI = "/openapi.yaml";

  private final Backend backend;
  private final Buffer openapi;

  DocumentsApi(Backend backend, Buffer openapi) {
    this.backend = backend;
    this.openapi = openapi;
  }

  /** Reads the description of this API; blocking. */
  static Buffer readOpenapi() {
    try (InputStream resource = DocumentsApi.class.getResourceAsStream(OPENAPI)) {
      Invariant.check(resource != null, "openapi.yaml is packaged with the node");
      return Buffer.buffer(resource.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void index(Exchange exchange) {
    if (!Routes.isRead(exchange)) {
      return;
    }
    Map<String, Object> links = new LinkedHashMap<>();
    links.put("api", OPENAPI);
    links.put("keyspaces", KeyspacesApi.ROOT);
    links.put("cluster", ClusterApi.CLUSTER);
    links.put("ring", ClusterApi.RING);
    links.put("ready", HealthApi.READY);
    links.put("metrics", HealthApi.METRICS);
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("name", "Atoll");
    body.put("cluster", backend.topology().clusterName());
    body.put("node", backend.nodeId());
    body.put("links", links);
    exchange.json(200, body);
  }

  void openapi(Exchange exchange) {
    if (Routes.isRead(exchange)) {
      exchange.header(HttpHeaders.CONTENT_TYPE, "application/yaml").answer(200, openapi);
    }
  }
}
