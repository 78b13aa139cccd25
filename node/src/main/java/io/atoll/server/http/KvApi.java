package io.atoll.server.http;

import io.atoll.causal.CausalContext;
import io.atoll.causal.MalformedContextException;
import io.atoll.causal.Siblings;
import io.atoll.platform.http.Problem;
import io.atoll.platform.http.RequestTarget;
import io.atoll.replication.ReadRequest;
import io.atoll.replication.WriteRequest;
import io.atoll.replication.WriteResult;
import io.atoll.ring.Keyspace;
import io.atoll.server.Backend;
import io.atoll.server.RequestRules;
import io.atoll.server.RequestRules.Violation;
import io.atoll.wire.ContextText;
import io.atoll.wire.ProblemType;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;

/**
 * {@code /v1/kv/{keyspace}/{key}}: reads and writes of one key. The key is everything after the
 * keyspace's slash, further slashes included, percent-decoded.
 *
 * <p>This is the hot path: dispatched by hand, and nothing is thrown unless the request is wrong.
 */
final class KvApi {
  static final String PREFIX = "/v1/kv/";
  private static final String ALLOW = "GET, HEAD, PUT, DELETE";
  private static final byte[] NOTHING = {};

  private final LoopState loop;
  private final Backend backend;
  private final RequestRules rules;

  KvApi(LoopState loop, Backend backend) {
    this.loop = loop;
    this.backend = backend;
    this.rules = loop.settings().rules();
  }

  static Operation operation(String method) {
    return switch (method) {
      case "GET", "HEAD" -> Operation.KV_GET;
      case "PUT" -> Operation.KV_PUT;
      case "DELETE" -> Operation.KV_DELETE;
      default -> Operation.NONE;
    };
  }

  void handle(Exchange exchange, RequestTarget target) {
    String path = target.path();
    int slash = path.indexOf('/', PREFIX.length());
    if (slash < 0) {
      exchange.problem(
          new Problem(
              ProblemType.UNKNOWN_ROUTE, "a key lies at " + PREFIX + "{keyspace}/{key}; no key"));
      return;
    }
    if (exchange.operation() == Operation.NONE) {
      exchange.problem(Routes.methodNotAllowed(exchange.method(), ALLOW));
      return;
    }
    boolean write = exchange.operation() != Operation.KV_GET;
    String keyspace = path.substring(PREFIX.length(), slash);
    byte[] key = key(exchange, path, slash + 1);
    if (key == null) {
      return;
    }
    KvParameters parameters = KvParameters.parse(target.query(), write, loop.settings());
    Violation sloppy = RequestRules.sloppy(parameters.sloppy());
    if (!parameters.mistakes().isEmpty()) {
      exchange.problem(Problem.ofMistakes(ProblemType.INVALID_PARAMETER, parameters.mistakes()));
    } else if (sloppy != null) {
      exchange.problem(Routes.broken(sloppy));
    } else if (write) {
      write(exchange, target(keyspace, key), parameters);
    } else {
      read(exchange, target(keyspace, key), parameters);
    }
  }

  /** Which key a request is about. */
  private record Target(String keyspace, int keyspaceId, byte[] key) {}

  private Target target(String name, byte[] key) {
    Keyspace keyspace = backend.topology().keyspaces().get(name);
    return new Target(name, keyspace == null ? WriteRequest.NO_KEYSPACE : keyspace.id(), key);
  }

  /** The key, or null when the request was answered because it is not one. */
  byte[] key(Exchange exchange, String path, int from) {
    byte[] key = RequestTarget.decode(path, from);
    if (key == null) {
      exchange.problem(
          new Problem(
              ProblemType.MALFORMED_KEY,
              "in the path, a % must be followed by two hexadecimal digits"));
      return null;
    }
    Violation violation = rules.key(key.length);
    if (violation != null) {
      exchange.problem(Routes.broken(violation).with("limitBytes", rules.maxKeyBytes()));
      return null;
    }
    return key;
  }

  private void read(Exchange exchange, Target target, KvParameters parameters) {
    HttpServerRequest request = exchange.request();
    if (request.headers().contains(Names.CONTEXT)) {
      exchange.problem(
          new Problem(
              ProblemType.INVALID_HEADER,
              "the header Atoll-Context belongs to writes; a read names what it must have seen by"
                  + " the parameter min-context"));
      return;
    }
    if (request.headers().contains(HttpHeaders.IF_MATCH)) {
      exchange.problem(conditional("If-Match"));
      return;
    }
    CausalContext minContext = context(exchange, target, parameters.minContext(), "min-context");
    if (minContext == null) {
      return;
    }
    exchange.await(
        backend
            .store()
            .get(
                new ReadRequest(
                    target.keyspace,
                    target.key,
                    parameters.level(),
                    parameters.timeoutMs(),
                    minContext.least())),
        (result, failure) -> {
          if (failure != null) {
            Failures.answer(exchange, loop.meters(), backend.topology(), failure, false);
          } else {
            exchange.outcome(result.outcome());
            SiblingsAnswer.give(
                exchange, result.siblings(), text(target, result.siblings()), loop.entropy());
          }
        });
  }

  private void write(Exchange exchange, Target target, KvParameters parameters) {
    HttpServerRequest request = exchange.request();
    if (request.headers().contains(HttpHeaders.IF_MATCH)) {
      exchange.problem(conditional("If-Match"));
      return;
    }
    if (request.headers().contains(HttpHeaders.IF_NONE_MATCH)) {
      exchange.problem(conditional("If-None-Match"));
      return;
    }
    CausalContext context =
        context(exchange, target, request.getHeader(Names.CONTEXT), "the header Atoll-Context");
    if (context == null) {
      return;
    }
    if (exchange.operation() == Operation.KV_DELETE) {
      send(exchange, target, request(target, context, true, "", NOTHING, parameters));
      return;
    }
    String contentType = contentType(exchange);
    if (contentType == null) {
      return;
    }
    ValueReceipt.receive(
        exchange,
        loop.settings().sizes().maxValueBytes(),
        value ->
            send(
                exchange, target, request(target, context, false, contentType, value, parameters)));
  }

  private static WriteRequest request(
      Target target,
      CausalContext context,
      boolean delete,
      String contentType,
      byte[] value,
      KvParameters parameters) {
    return new WriteRequest(
        target.keyspace,
        context.isEmpty() ? WriteRequest.ANY_KEYSPACE : target.keyspaceId,
        target.key,
        context,
        delete,
        contentType,
        value,
        parameters.level(),
        parameters.timeoutMs());
  }

  private void send(Exchange exchange, Target target, WriteRequest request) {
    exchange.await(
        backend.store().write(request),
        (result, failure) -> {
          if (failure != null) {
            Failures.answer(exchange, loop.meters(), backend.topology(), failure, true);
          } else {
            written(exchange, target, result);
          }
        });
  }

  private void written(Exchange exchange, Target target, WriteResult result) {
    String context = text(target, result.context());
    exchange
        .outcome(result.outcome())
        .header(Names.CONTEXT, context)
        .header(HttpHeaders.ETAG, SiblingsAnswer.etag(context))
        .answer(204);
  }

  /** The media type to keep with the value, or null when the request was answered. */
  private static String contentType(Exchange exchange) {
    HttpServerRequest request = exchange.request();
    String coding = request.getHeader(HttpHeaders.CONTENT_ENCODING);
    if (coding != null && !coding.equalsIgnoreCase("identity")) {
      exchange.problem(
          new Problem(
              ProblemType.UNSUPPORTED_CODING,
              "Content-Encoding '%s' would not be kept with the value; name it in Content-Type, or send the value as it is"
                  .formatted(coding)));
      return null;
    }
    String type = request.getHeader(HttpHeaders.CONTENT_TYPE);
    if (type == null) {
      return "";
    }
    Violation violation = RequestRules.contentType(type);
    if (violation != null) {
      exchange.problem(Routes.broken(violation));
      return null;
    }
    return type;
  }

  /**
   * The context in a text, none where there is none; null when the request was answered because it
   * is none of this key. In a keyspace that is not there nothing can be: the store says so.
   */
  private CausalContext context(Exchange exchange, Target target, String text, String place) {
    if (text == null || text.isEmpty() || target.keyspaceId == WriteRequest.NO_KEYSPACE) {
      return CausalContext.EMPTY;
    }
    try {
      return RequestRules.context(backend.contexts(), target.keyspaceId, target.key, text);
    } catch (MalformedContextException e) {
      exchange.problem(Routes.broken(RequestRules.notAContext(place, e)));
      return null;
    }
  }

  /** What a client is answered for a state; null for the state of a key that was never written. */
  private String text(Target target, Siblings siblings) {
    return siblings.isEmpty() ? null : text(target, siblings.clientContext());
  }

  private String text(Target target, CausalContext context) {
    return ContextText.of(backend.contexts().seal(target.keyspaceId, target.key, context));
  }

  private static Problem conditional(String header) {
    return new Problem(
        ProblemType.NOT_IMPLEMENTED,
        "%s is not evaluated here: conditional operations come with the consensus register; nothing was attempted"
            .formatted(header));
  }
}
