package io.atoll.chaos.session;

import io.atoll.chaos.world.Stage;
import io.atoll.client.BatchResult;
import io.atoll.client.Keyspace;
import io.atoll.client.ReadOptions;
import io.atoll.client.Session;
import io.atoll.client.Updated;
import io.atoll.client.WriteBack;
import io.atoll.client.WriteOptions;
import io.atoll.client.Written;
import io.atoll.client.failure.AtollException;
import io.atoll.sim.Scheduler;
import io.atoll.sim.SimCluster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * Somebody who reads and writes through the client library, in a session that moves with them from
 * client to client, or without one. Tells the history of every call.
 */
public final class SessionUser {
  private final String name;
  private final SimCluster cluster;
  private final SessionMix mix;
  private final List<ClientProcess> clients;
  private final List<String> keyspaces;
  private final RandomGenerator random;
  private final SessionHistory sessions;
  private final Scheduler.Life life;
  private final Witness witness;
  private ClientProcess at;
  private Session session;
  private int underWay;
  private boolean stopped;

  /**
   * @param inSession whether they have a session
   */
  public SessionUser(
      String name,
      boolean inSession,
      SimCluster cluster,
      SessionMix mix,
      List<ClientProcess> clients,
      List<String> keyspaces,
      RandomGenerator random,
      SessionHistory sessions) {
    this.name = name;
    this.cluster = cluster;
    this.mix = mix;
    this.clients = clients;
    this.keyspaces = keyspaces;
    this.random = random;
    this.sessions = sessions;
    this.session = inSession ? Session.start() : null;
    this.witness = new Witness(name, inSession, sessions);
    this.at = clients.get(random.nextInt(clients.size()));
    this.life = Stage.life(name);
  }

  public void start() {
    pause();
  }

  /** What is under way ends; nothing new begins. */
  public void stop() {
    stopped = true;
  }

  /** Reads every key once more; what fails now is a mistake. */
  public void readEverything(int timeoutMs) {
    for (String keyspace : keyspaces) {
      for (int k = 0; k < mix.crowd().keys(); k++) {
        Place place = new Place(keyspace, "key" + k);
        underWay++;
        read(
            place, handle(keyspace), ReadOptions.DEFAULT.withTimeout(Duration.ofMillis(timeoutMs)));
      }
    }
  }

  private void pause() {
    long pauseNanos = random.nextLong(mix.pace().pauseMs() * 1_000_000 + 1);
    cluster.scheduler().after(pauseNanos, life, this::next);
  }

  private void next() {
    if (stopped) {
      return;
    }
    if (random.nextDouble() < mix.habits().moveShare()) {
      move();
    }
    // Held up until all of the step has begun, for calls may end at once.
    underWay++;
    String keyspace = keyspaces.get(random.nextInt(keyspaces.size()));
    Place place = new Place(keyspace, key());
    switch (mix.nextAction(random)) {
      case GET -> get(place);
      case GET_MERGING -> getMerging(place);
      case PUT -> put(place);
      case DELETE -> delete(place);
      case UPDATE -> update(place);
      case GET_ALL -> getAll(keyspace);
      case PUT_ALL -> putAll(keyspace);
      case DELETE_ALL -> deleteAll(keyspace);
      case BURST -> burst(place);
    }
    ended();
  }

  private void ended() {
    underWay--;
    if (underWay == 0) {
      pause();
    }
  }

  private void move() {
    at = clients.get(random.nextInt(clients.size()));
    if (session != null && random.nextInt(4) > 0) {
      session = Session.restore(session.toBytes());
    }
  }

  private String key() {
    return "key" + random.nextInt(mix.crowd().keys());
  }

  private List<String> someKeys() {
    List<String> keys = new ArrayList<>();
    for (int k = 0; k < mix.crowd().keys(); k++) {
      keys.add("key" + k);
    }
    for (int k = 0; k < keys.size(); k++) {
      Collections.swap(keys, k, random.nextInt(k, keys.size()));
    }
    return keys.subList(0, 1 + random.nextInt(keys.size()));
  }

  private Keyspace<String, Marks> handle(String keyspace) {
    Keyspace<String, Marks> handle = at.keyspace(keyspace);
    return session == null ? handle : handle.in(session);
  }

  private ReadOptions reading() {
    WriteBack writeBack = WriteBack.values()[random.nextInt(WriteBack.values().length)];
    return ReadOptions.at(mix.nextLevel(random))
        .withTimeout(Duration.ofMillis(mix.pace().timeoutMs()))
        .withHedged(mix.habits().hedged())
        .withWriteBack(writeBack);
  }

  private WriteOptions writing() {
    WriteOptions options =
        WriteOptions.at(mix.nextLevel(random))
            .withTimeout(Duration.ofMillis(mix.pace().timeoutMs()));
    return random.nextDouble() < mix.habits().repeatableShare()
        ? options.withIdempotent(true)
        : options;
  }

  private void burst(Place place) {
    int calls = 2 + random.nextInt(3);
    for (int i = 0; i < calls; i++) {
      switch (random.nextInt(5)) {
        case 0 -> get(place);
        case 1 -> getMerging(place);
        case 2 -> put(place);
        case 3 -> delete(place);
        default -> update(place);
      }
    }
  }

  private void get(Place place) {
    underWay++;
    read(place, handle(place.keyspace()), reading());
  }

  private void getMerging(Place place) {
    underWay++;
    ReadOptions options = reading();
    WriteOptions writeBack = writing();
    read(
        place,
        handle(place.keyspace()).withResolver(Marks::merge).withWriteOptions(writeBack),
        options);
  }

  private void read(Place place, Keyspace<String, Marks> handle, ReadOptions options) {
    Witness.Reading reading = witness.reads(place, at.name(), now());
    follow(
        "get " + place + " at " + options.consistency(),
        options.timeout(),
        handle.get(place.key(), options),
        reading::showed);
  }

  private void getAll(String keyspace) {
    underWay++;
    Map<String, Witness.Reading> readings = new LinkedHashMap<>();
    for (String key : someKeys()) {
      readings.put(key, witness.reads(new Place(keyspace, key), at.name(), now()));
    }
    ReadOptions options = reading();
    follow(
        "get " + keyspace + readings.keySet() + " at " + options.consistency(),
        options.timeout(),
        handle(keyspace).getAll(readings.keySet(), options),
        result -> {
          each(result);
          result.successes().forEach((key, entry) -> readings.get(key).showed(entry));
        });
  }

  private void put(Place place) {
    underWay++;
    Operation operation = witness.begins(place);
    WriteOptions options = writing();
    follow(
        "put " + place + " at " + options.consistency(),
        options.timeout(),
        handle(place.keyspace()).put(place.key(), Marks.of(operation.mark()), options),
        written -> witness.wrote(place, operation, written.context()));
  }

  private void putAll(String keyspace) {
    underWay++;
    Map<String, Operation> operations = new LinkedHashMap<>();
    Map<String, Marks> values = new LinkedHashMap<>();
    for (String key : someKeys()) {
      Operation operation = witness.begins(new Place(keyspace, key));
      operations.put(key, operation);
      values.put(key, Marks.of(operation.mark()));
    }
    WriteOptions options = writing();
    follow(
        "put " + keyspace + values.keySet() + " at " + options.consistency(),
        options.timeout(),
        handle(keyspace).putAll(values, options),
        result -> wroteAll(keyspace, operations, result));
  }

  private void delete(Place place) {
    underWay++;
    Operation operation = witness.begins(place);
    WriteOptions options = writing();
    at.noting().expectDelete(place, operation);
    follow(
        "delete " + place + " at " + options.consistency(),
        options.timeout(),
        handle(place.keyspace()).delete(place.key(), options),
        written -> witness.wrote(place, operation, written.context()));
  }

  private void deleteAll(String keyspace) {
    underWay++;
    Map<String, Operation> operations = new LinkedHashMap<>();
    for (String key : someKeys()) {
      Operation operation = witness.begins(new Place(keyspace, key));
      operations.put(key, operation);
      at.noting().expectDelete(new Place(keyspace, key), operation);
    }
    WriteOptions options = writing();
    follow(
        "delete " + keyspace + operations.keySet() + " at " + options.consistency(),
        options.timeout(),
        handle(keyspace).deleteAll(operations.keySet(), options),
        result -> wroteAll(keyspace, operations, result));
  }

  private void wroteAll(
      String keyspace, Map<String, Operation> operations, BatchResult<String, Written> result) {
    each(result);
    result
        .successes()
        .forEach(
            (key, written) ->
                witness.wrote(new Place(keyspace, key), operations.get(key), written.context()));
  }

  private void update(Place place) {
    underWay++;
    ClientProcess through = at;
    Witness.Reading read = witness.reads(place, through.name(), now());
    boolean deleting = random.nextInt(8) == 0;
    ReadOptions reading = reading();
    WriteOptions writing = writing();
    Operation[] last = new Operation[1];
    CompletionStage<Updated<Marks>> stage =
        handle(place.keyspace())
            .withResolver(Marks::merge)
            .update(
                place.key(),
                before -> {
                  last[0] = witness.changes(place, read.shownBefore(), before);
                  return changed(place, through, before, last[0], deleting);
                },
                reading,
                writing);
    follow(
        "update " + place + " at " + reading.consistency() + " and " + writing.consistency(),
        writing.timeout(),
        stage,
        updated -> {
          read.showed(updated);
          if (updated.written()) {
            witness.wrote(place, last[0], updated.context());
          }
        });
  }

  private static Optional<Marks> changed(
      Place place,
      ClientProcess through,
      Optional<Marks> before,
      Operation operation,
      boolean deleting) {
    if (deleting) {
      through.noting().expectDelete(place, operation);
      return Optional.empty();
    }
    return Optional.of(
        before
            .map(marks -> marks.with(operation.mark()))
            .orElseGet(() -> Marks.of(operation.mark())));
  }

  private void each(BatchResult<String, ?> result) {
    result.failures().values().forEach(sessions::failed);
  }

  private <T> void follow(
      String what, Duration timeout, CompletionStage<T> stage, Consumer<T> then) {
    Call call =
        sessions.call(name + " through " + at.name() + ": " + what, now(), timeout.toMillis());
    stage.whenComplete(
        (result, failure) -> {
          call.ended(now());
          try {
            if (failure == null) {
              then.accept(result);
            } else {
              failed(failure);
            }
          } catch (RuntimeException | Error thrown) {
            sessions.mistake(name + " threw " + trace(thrown));
          }
          ended();
        });
  }

  private void failed(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    if (cause instanceof AtollException) {
      sessions.failed(cause);
    } else {
      sessions.mistake(name + " got " + trace(cause));
    }
  }

  private static String trace(Throwable thrown) {
    java.io.StringWriter trace = new java.io.StringWriter();
    thrown.printStackTrace(new java.io.PrintWriter(trace));
    return trace.toString();
  }

  private long now() {
    return cluster.scheduler().nowNanos();
  }
}
