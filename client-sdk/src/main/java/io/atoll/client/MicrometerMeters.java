package io.atoll.client;

import io.atoll.client.engine.EngineStats;
import io.atoll.client.failure.AtollException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/**
 * Counts in a Micrometer registry. Only this class and {@link MicrometerEngineStats} use it,
 * because it is optional.
 */
final class MicrometerMeters implements Meters {
  private static final Map<Class<?>, String> NAMES = names();

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

  @Override
  public EngineStats ofEngine() {
    return new MicrometerEngineStats(registry);
  }

  @Override
  public void watch(IntSupplier inFlight) {
    Gauge.builder("atoll.client.in.flight", inFlight, IntSupplier::getAsInt)
        .description("Requests under way")
        .strongReference(true)
        .register(registry);
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
    return NAMES.getOrDefault(failure.getClass(), "function_threw");
  }

  /** The types of failure as tags: {@code NotEnoughAnswers} is {@code not_enough_answers}. */
  private static Map<Class<?>, String> names() {
    Map<Class<?>, String> names = new HashMap<>();
    for (Class<?> type : AtollException.class.getPermittedSubclasses()) {
      names.put(
          type, type.getSimpleName().replaceAll("(?<=[a-z])[A-Z]", "_$0").toLowerCase(Locale.ROOT));
    }
    return Map.copyOf(names);
  }
}
