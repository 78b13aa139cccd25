package io.atoll.client;

import io.atoll.client.failure.AtollException;
import io.atoll.client.failure.ClientClosed;
import io.atoll.client.failure.CodecFailure;
import io.atoll.client.failure.ContextNotReached;
import io.atoll.client.failure.InvalidRequest;
import io.atoll.client.failure.NodeDefect;
import io.atoll.client.failure.NotEnoughAnswers;
import io.atoll.client.failure.NotSupported;
import io.atoll.client.failure.Overloaded;
import io.atoll.client.failure.ResolverFailure;
import io.atoll.client.failure.SessionFull;
import io.atoll.client.failure.StorageRefused;
import io.atoll.client.failure.TooManySiblings;
import io.atoll.client.failure.Unanswered;
import io.atoll.client.failure.Unavailable;
import io.atoll.client.failure.UnknownKeyspace;
import io.atoll.client.failure.Unreachable;
import io.atoll.client.failure.UnresolvedSiblings;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Counts in a Micrometer registry. The only class that knows it, for it need not be there. */
final class MicrometerMeters implements Meters {
  private final MeterRegistry registry;
  private final Map<Operation, Timer> fulfilled = new EnumMap<>(Operation.class);
  private final Counter mergedWrittenBack;
  private final Counter mergedOnly;

  MicrometerMeters(MeterRegistry registry) {
    this.registry = registry;
    for (Operation operation : Operation.values()) {
      fulfilled.put(operation, timer(operation, "fulfilled"));
    }
    this.mergedWrittenBack = merges("true");
    this.mergedOnly = merges("false");
  }

  @Override
  public void ended(Operation operation, Throwable failure, long nanos) {
    Timer timer = failure == null ? fulfilled.get(operation) : timer(operation, outcome(failure));
    timer.record(nanos, TimeUnit.NANOSECONDS);
  }

  @Override
  public void merged(boolean writtenBack) {
    (writtenBack ? mergedWrittenBack : mergedOnly).increment();
  }

  private Timer timer(Operation operation, String outcome) {
    return Timer.builder("atoll.client.requests")
        .description("Operations of the application on one key, and what came of them")
        .tag("operation", operation.name().toLowerCase(Locale.ROOT))
        .tag("outcome", outcome)
        .register(registry);
  }

  private Counter merges(String writtenBack) {
    return Counter.builder("atoll.client.merges")
        .description("Reads of which a resolver merged the siblings")
        .tag("written.back", writtenBack)
        .register(registry);
  }

  private static String outcome(Throwable failure) {
    if (!(failure instanceof AtollException known)) {
      return "function_threw";
    }
    return switch (known) {
      case ClientClosed e -> "client_closed";
      case CodecFailure e -> "codec_failure";
      case ContextNotReached e -> "context_not_reached";
      case InvalidRequest e -> "invalid_request";
      case NodeDefect e -> "node_defect";
      case NotEnoughAnswers e -> "not_enough_answers";
      case NotSupported e -> "not_supported";
      case Overloaded e -> "overloaded";
      case ResolverFailure e -> "resolver_failure";
      case SessionFull e -> "session_full";
      case StorageRefused e -> "storage_refused";
      case TooManySiblings e -> "too_many_siblings";
      case Unanswered e -> "unanswered";
      case Unavailable e -> "unavailable";
      case UnknownKeyspace e -> "unknown_keyspace";
      case Unreachable e -> "unreachable";
      case UnresolvedSiblings e -> "unresolved_siblings";
    };
  }
}
