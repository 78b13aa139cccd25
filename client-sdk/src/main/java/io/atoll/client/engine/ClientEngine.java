package io.atoll.client.engine;

import io.atoll.client.transport.ClientLoop;
import io.atoll.wire.ClusterView;
import io.atoll.wire.FailureCode;
import io.atoll.wire.Outcome;
import io.atoll.wire.Request;
import io.atoll.wire.Response;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The engine. A request is made on its caller's thread, up to the token of its key, and handed to
 * the loop that the token names; from there on it meets nothing that another loop has. The view of
 * the cluster is an immutable value that all loops share; the first loop follows its epochs.
 */
public final class ClientEngine implements Engine {
  private static final int CLOSE_POLL_MS = 2;

  private final EngineStats stats;
  private final Admission admission;
  private final LoopEngine[] loops;
  private final ViewFollower follower;
  private final long followMs;
  private volatile ClusterView view;
  private volatile boolean closed;

  /** Whether nothing will happen on the loops any more, so that they may be gone. */
  private volatile boolean ended;

  private ClientEngine(
      EngineSettings settings,
      List<ClientLoop> clientLoops,
      EngineStats stats,
      ClusterView view,
      String localDc) {
    this.stats = stats;
    this.view = view;
    this.admission = new Admission(settings.limits());
    this.loops = new LoopEngine[clientLoops.size()];
    for (int i = 0; i < loops.length; i++) {
      loops[i] =
          new LoopEngine(clientLoops.get(i), settings, stats, localDc, admission, new Crossing());
    }
    this.follower =
        new ViewFollower(
            loops[0].turn(),
            settings.withClusterName(view.clusterName()).withLocalDc(null),
            stats,
            loops[0].links(),
            this::adopt);
    this.followMs = Math.max(1, settings.connecting().pingMs() / 4);
  }

  /**
   * Finds the cluster and begins to connect to it.
   *
   * @param loops one or more, which stay the engine's until it is closed
   * @return the engine when a contact point has said what the cluster is; fails with an {@link
   *     OpenFailedException} when none did. Completed on the first loop
   */
  public static CompletionStage<ClientEngine> open(
      EngineSettings settings, List<ClientLoop> loops, EngineStats stats) {
    if (loops.isEmpty()) {
      throw new IllegalArgumentException("an engine needs at least one loop");
    }
    CompletableFuture<ClientEngine> opened = new CompletableFuture<>();
    ClientLoop first = loops.getFirst();
    Turn turn = new Turn(first, new Turn.Work() {});
    Bootstrap bootstrap =
        new Bootstrap(
            turn,
            settings,
            stats,
            new Bootstrap.Listener() {
              @Override
              public void found(ClusterView view, String dc) {
                String localDc = settings.localDc() == null ? dc : settings.localDc();
                ClientEngine engine = new ClientEngine(settings, loops, stats, view, localDc);
                engine.begin();
                opened.complete(engine);
              }

              @Override
              public void notFound(List<OpenFailedException.Tried> tried) {
                opened.completeExceptionally(new OpenFailedException(tried));
              }
            });
    first.execute(() -> turn.run(bootstrap::start));
    return opened.minimalCompletionStage();
  }

  private void begin() {
    adopt(view);
    loops[0].turn().after(followMs, this::follow);
  }

  private void follow() {
    if (!closed) {
      follower.tick(loops[0].turn().nowNanos());
      loops[0].turn().after(followMs, this::follow);
    }
  }

  /** Makes every loop go over to a view; on the first. */
  private void adopt(ClusterView newer) {
    view = newer;
    stats.viewChanged(newer.epoch());
    loops[0].adopt(newer);
    for (int i = 1; i < loops.length; i++) {
      LoopEngine other = loops[i];
      other.loop().execute(() -> other.adopt(newer));
    }
  }

  @Override
  public void get(
      String keyspace, Request.Reading reading, CallTerms terms, Listener<Response.Values> to) {
    submit(new ReadCall(keyspace, reading, terms, to, nanos()));
  }

  @Override
  public void write(
      String keyspace, Request.Writing writing, CallTerms terms, Listener<Response.Written> to) {
    submit(new WriteCall(keyspace, writing, terms, to, nanos()));
  }

  @Override
  public void getMany(
      String keyspace,
      List<Request.Reading> readings,
      CallTerms terms,
      List<? extends Listener<Response.Values>> to) {
    checkPaired(readings.size(), to.size());
    long nowNanos = nanos();
    Batch[] batches = new Batch[loops.length];
    for (int i = 0; i < readings.size(); i++) {
      gather(new ReadCall(keyspace, readings.get(i), terms, to.get(i), nowNanos), batches);
    }
    submit(batches);
  }

  @Override
  public void writeMany(
      String keyspace,
      List<Request.Writing> writings,
      CallTerms terms,
      List<? extends Listener<Response.Written>> to) {
    checkPaired(writings.size(), to.size());
    long nowNanos = nanos();
    Batch[] batches = new Batch[loops.length];
    for (int i = 0; i < writings.size(); i++) {
      gather(new WriteCall(keyspace, writings.get(i), terms, to.get(i), nowNanos), batches);
    }
    submit(batches);
  }

  @Override
  public ClusterView view() {
    return view;
  }

  /** Requests that have not ended. From any thread. */
  public int inFlight() {
    return admission.count();
  }

  @Override
  public void close(Runnable then) {
    if (ended) {
      then.run();
    } else {
      loops[0].loop().execute(() -> closeAll(then));
    }
  }

  private void closeAll(Runnable then) {
    if (!closed) {
      closed = true;
      loops[0].turn().run(follower::close);
      loops[0].close();
      for (int i = 1; i < loops.length; i++) {
        loops[i].loop().execute(loops[i]::close);
      }
    }
    awaitEnd(1, then);
  }

  /** Goes round the loops, so that each has closed, and waits for calls that are just coming in. */
  private void awaitEnd(int next, Runnable then) {
    if (next < loops.length) {
      loops[next].loop().execute(() -> awaitEnd(next + 1, then));
    } else if (admission.count() > 0) {
      ClientLoop last = loops[loops.length - 1].loop();
      last.after(CLOSE_POLL_MS, () -> awaitEnd(next, then));
    } else {
      ended = true;
      then.run();
    }
  }

  private void submit(Call call) {
    if (admit(call)) {
      loopOf(call).submit(call);
    }
  }

  private void gather(Call call, Batch[] batches) {
    if (admit(call)) {
      int loop = indexOf(call);
      if (batches[loop] == null) {
        batches[loop] = new Batch();
      }
      batches[loop].add(call);
    }
  }

  private void submit(Batch[] batches) {
    for (int i = 0; i < batches.length; i++) {
      if (batches[i] != null) {
        loops[i].submit(batches[i]);
      }
    }
  }

  /** Takes a call in; false when it was refused. A closing engine waits for what is taken in. */
  private boolean admit(Call call) {
    String invalidity = call.invalidity();
    if (invalidity != null) {
      refuse(call, CallFailure.Kind.ANSWERED, FailureCode.INVALID_REQUEST, invalidity);
      return false;
    }
    if (call.terms.paced()) {
      admission.admitAnyway(call.bytes);
    } else if (!admission.admit(call.bytes)) {
      refuse(call, CallFailure.Kind.OVERLOADED, null, admission.refusal());
      return false;
    }
    if (closed) {
      admission.release(call.bytes);
      refuse(call, CallFailure.Kind.CLOSED, null, "the client is closed");
      return false;
    }
    call.resolve(view);
    return true;
  }

  private void refuse(Call call, CallFailure.Kind kind, FailureCode code, String message) {
    stats.ended(call.operation(), kind, 0, 0);
    call.fail(new CallFailure(kind, code, Outcome.NONE, false, message));
  }

  private LoopEngine loopOf(Call call) {
    return loops[indexOf(call)];
  }

  /** By the lowest bits of the token: the highest are the partition. */
  private int indexOf(Call call) {
    return loops.length == 1 ? 0 : Math.floorMod((int) call.token, loops.length);
  }

  private long nanos() {
    return loops[0].loop().nanos();
  }

  private static void checkPaired(int requests, int listeners) {
    if (requests != listeners) {
      throw new IllegalArgumentException(
          "there are %d requests and %d listeners: must be one for each"
              .formatted(requests, listeners));
    }
  }

  /** Messages of the loops to the first. */
  private final class Crossing implements LoopEngine.Whole {
    @Override
    public void heardOf(LoopEngine at, long epoch) {
      if (at == loops[0]) {
        follower.heardOf(epoch);
      } else {
        onFirst(() -> follower.heardOf(epoch));
      }
    }

    @Override
    public void refresh(LoopEngine at) {
      // Even on the first loop as a message: the answer may come at once.
      onFirst(() -> follower.refresh(trouble -> at.loop().execute(() -> at.refreshed(trouble))));
    }

    private void onFirst(Runnable task) {
      loops[0].loop().execute(() -> loops[0].turn().run(task));
    }
  }
}
