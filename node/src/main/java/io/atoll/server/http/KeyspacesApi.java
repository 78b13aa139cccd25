package io.atoll.server.http;

import io.atoll.platform.http.Problem;
import io.atoll.platform.http.RequestTarget;
import io.atoll.ring.Keyspace;
import io.atoll.ring.Topology;
import io.atoll.server.Backend;
import io.atoll.wire.ProblemType;
import io.vertx.core.Future;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/** {@code /v1/keyspaces} and {@code /v1/keyspaces/{keyspace}}: what keyspaces there are. */
final class KeyspacesApi {
  static final String ROOT = "/v1/keyspaces";
  static final String PREFIX = ROOT + "/";

  private final LoopState loop;
  private final Backend backend;

  KeyspacesApi(LoopState loop, Backend backend) {
    this.loop = loop;
    this.backend = backend;
  }

  void handle(Exchange exchange, RequestTarget target) {
    if (target.path().equals(ROOT)) {
      if (Routes.isPlainRead(exchange, target)) {
        list(exchange);
      }
      return;
    }
    String name = target.path().substring(PREFIX.length());
    if (name.isEmpty() || name.indexOf('/') >= 0) {
      exchange.problem(Routes.unknown(target.path()));
    } else if (Routes.takesNoParameters(exchange, target)) {
      switch (exchange.method().name()) {
        case "GET", "HEAD" -> show(exchange, name);
        case "PUT" ->
            ValueReceipt.receive(
                exchange,
                loop.settings().sizes().maxDefinitionBytes(),
                json -> define(exchange, name, json));
        case "DELETE" -> drop(exchange, name);
        default ->
            exchange.problem(Routes.methodNotAllowed(exchange.method(), "GET, HEAD, PUT, DELETE"));
      }
    }
  }

  private void list(Exchange exchange) {
    Topology topology = backend.topology();
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("epoch", topology.epoch());
    body.put(
        "keyspaces", topology.keyspaces().values().stream().map(KeyspaceDefinition::show).toList());
    exchange.json(200, body);
  }

  private void show(Exchange exchange, String name) {
    Keyspace keyspace = existing(exchange, name);
    if (keyspace != null) {
      exchange.json(200, KeyspaceDefinition.show(keyspace));
    }
  }

  private void define(Exchange exchange, String name, byte[] json) {
    Topology topology = backend.topology();
    KeyspaceDefinition definition = KeyspaceDefinition.parse(name, json, topology);
    if (!definition.mistakes().isEmpty()) {
      exchange.problem(Problem.ofMistakes(ProblemType.INVALID_KEYSPACE, definition.mistakes()));
      return;
    }
    Keyspace wanted = definition.keyspace();
    Keyspace before = topology.keyspaces().get(name);
    if (before == null) {
      decide(
          exchange,
          backend.createKeyspace(wanted),
          decided -> exchange.json(201, KeyspaceDefinition.show(decided.keyspaces().get(name))));
    } else if (isSame(before, wanted)) {
      exchange.json(200, KeyspaceDefinition.show(before));
    } else {
      decide(
          exchange,
          backend.changeKeyspace(
              new Keyspace(
                  before.id(),
                  name,
                  wanted.replication(),
                  wanted.conflicts(),
                  wanted.read(),
                  wanted.write())),
          decided -> exchange.json(200, KeyspaceDefinition.show(decided.keyspaces().get(name))));
    }
  }

  private void drop(Exchange exchange, String name) {
    if (existing(exchange, name) != null) {
      decide(exchange, backend.dropKeyspace(name), decided -> exchange.answer(204));
    }
  }

  private void decide(
      Exchange exchange, Future<Topology> decision, Consumer<Topology> whenDecided) {
    exchange.await(
        decision,
        (topology, failure) -> {
          if (failure == null) {
            whenDecided.accept(topology);
          } else if (failure instanceof IllegalArgumentException) {
            // Somebody else's decision came first, and ours does not fit it.
            exchange.problem(new Problem(ProblemType.INVALID_KEYSPACE, failure.getMessage()));
          } else {
            Failures.answer(exchange, loop.meters(), backend.topology(), failure, true);
          }
        });
  }

  /** The keyspace of that name, or null when the request was answered because there is none. */
  private Keyspace existing(Exchange exchange, String name) {
    Keyspace keyspace = backend.topology().keyspaces().get(name);
    if (keyspace == null) {
      exchange.problem(Failures.noKeyspace(name, backend.topology()));
    }
    return keyspace;
  }

  private static boolean isSame(Keyspace before, Keyspace wanted) {
    return before.replication().equals(wanted.replication())
        && before.conflicts() == wanted.conflicts()
        && before.read().equals(wanted.read())
        && before.write().equals(wanted.write());
  }
}
