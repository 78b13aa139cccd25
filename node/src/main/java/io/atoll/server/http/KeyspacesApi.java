package io.atoll.server.http;

import io.atoll.platform.http.Problem;
import io.atoll.platform.http.RequestTarget;
import io.atoll.ring.Keyspace;
import io.atoll.ring.KeyspaceExistsException;
import io.atoll.ring.Topology;
import io.atoll.server.Backend;
import io.atoll.wire.ProblemType;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/** {@code /v1/keyspaces} and {@code /v1/keyspaces/{keyspace}}: what keyspaces there are. */
final class KeyspacesApi {
  static final String ROOT = "/v1/keyspaces";
  static final String PREFIX = ROOT + "/";
  private static final String ALLOW = "GET, HEAD, PUT, PATCH, DELETE";

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
        case "PUT" -> receive(exchange, json -> create(exchange, name, json));
        case "PATCH" -> receive(exchange, json -> change(exchange, name, json));
        case "DELETE" -> drop(exchange, name);
        default -> exchange.problem(Routes.methodNotAllowed(exchange.method(), ALLOW));
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

  private void receive(Exchange exchange, Consumer<byte[]> whole) {
    ValueReceipt.receive(exchange, loop.settings().sizes().maxDefinitionBytes(), whole);
  }

  /** Creates, and changes nothing that is there: what was left out would be reset unasked. */
  private void create(Exchange exchange, String name, byte[] json) {
    Topology topology = backend.topology();
    KeyspaceDefinition definition = KeyspaceDefinition.parse(name, json, topology);
    if (!definition.mistakes().isEmpty()) {
      exchange.problem(Problem.ofMistakes(ProblemType.INVALID_KEYSPACE, definition.mistakes()));
      return;
    }
    Keyspace before = topology.keyspaces().get(name);
    if (before != null) {
      exists(exchange, definition, before);
      return;
    }
    exchange.await(
        backend.createKeyspace(definition.keyspace()),
        (decided, failure) -> {
          if (failure == null) {
            exchange.json(201, KeyspaceDefinition.show(decided.keyspaces().get(name)));
          } else if (failure instanceof KeyspaceExistsException first) {
            exists(exchange, definition, first.existing());
          } else {
            refused(exchange, failure);
          }
        });
  }

  /**
   * To create what is there already is no mistake, so that a lost answer can be asked for again.
   */
  private static void exists(Exchange exchange, KeyspaceDefinition wanted, Keyspace existing) {
    String differences = wanted.differences(existing);
    if (differences.isEmpty()) {
      exchange.json(200, KeyspaceDefinition.show(existing));
    } else {
      exchange.problem(
          new Problem(
              ProblemType.KEYSPACE_EXISTS,
              "keyspace '%s' exists and differs: %s; PUT only creates, PATCH changes what it names"
                  .formatted(existing.name(), differences)));
    }
  }

  private void change(Exchange exchange, String name, byte[] json) {
    Keyspace before = existing(exchange, name);
    if (before == null) {
      return;
    }
    KeyspaceDefinition definition = KeyspaceDefinition.change(before, json, backend.topology());
    if (!definition.mistakes().isEmpty()) {
      exchange.problem(Problem.ofMistakes(ProblemType.INVALID_KEYSPACE, definition.mistakes()));
    } else if (definition.over(before).equals(before)) {
      exchange.json(200, KeyspaceDefinition.show(before));
    } else {
      exchange.await(
          backend.changeKeyspace(name, definition::over),
          (decided, failure) -> {
            if (failure == null) {
              exchange.json(200, KeyspaceDefinition.show(decided.keyspaces().get(name)));
            } else {
              refused(exchange, failure);
            }
          });
    }
  }

  private void drop(Exchange exchange, String name) {
    if (existing(exchange, name) == null) {
      return;
    }
    exchange.await(
        backend.dropKeyspace(name),
        (decided, failure) -> {
          if (failure == null) {
            exchange.answer(204);
          } else {
            refused(exchange, failure);
          }
        });
  }

  private void refused(Exchange exchange, Throwable failure) {
    if (failure instanceof IllegalArgumentException) {
      // Somebody else's decision came first, and ours does not fit it.
      exchange.problem(new Problem(ProblemType.INVALID_KEYSPACE, failure.getMessage()));
    } else {
      Failures.answer(exchange, loop.meters(), backend.topology(), failure, true);
    }
  }

  /** The keyspace of that name, or null when the request was answered because there is none. */
  private Keyspace existing(Exchange exchange, String name) {
    Keyspace keyspace = backend.topology().keyspaces().get(name);
    if (keyspace == null) {
      exchange.problem(Failures.noKeyspace(name, backend.topology()));
    }
    return keyspace;
  }
}
