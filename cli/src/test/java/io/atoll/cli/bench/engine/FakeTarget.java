package io.atoll.cli.bench.engine;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A store of which the test says what it does; it answers after a millisecond unless told. */
final class FakeTarget implements Target {
  private final VirtualTime time;
  private final Behaviour behaviour;
  final List<String> keys = new ArrayList<>();
  int inFlight;
  int mostInFlight;

  interface Behaviour {
    /** How a request ends that is sent now; null for never. */
    Answer to(OpKind kind, long sentNs);
  }

  /** An outcome and when it is told; at 0 it is told at once, from inside the call. */
  record Answer(long atNs, Outcome outcome) {}

  FakeTarget(VirtualTime time, Behaviour behaviour) {
    this.time = time;
    this.behaviour = behaviour;
  }

  static Behaviour ok() {
    return (kind, sentNs) -> new Answer(sentNs + VirtualTime.MS, Outcome.OK);
  }

  /** Whoever asks between the two times is answered a millisecond after the second. */
  static Behaviour stalled(long fromNs, long toNs) {
    return (kind, sentNs) ->
        new Answer(
            (sentNs >= fromNs && sentNs < toNs ? toNs : sentNs) + VirtualTime.MS, Outcome.OK);
  }

  @Override
  public void read(byte[] key, Completion completion) {
    answer(OpKind.READ, key, completion);
  }

  @Override
  public void write(byte[] key, int offset, int length, Completion completion) {
    answer(OpKind.WRITE, key, completion);
  }

  @Override
  public void execute(Runnable task) {
    task.run();
  }

  @Override
  public void close() {}

  private void answer(OpKind kind, byte[] key, Completion completion) {
    keys.add(new String(key, StandardCharsets.US_ASCII));
    inFlight++;
    mostInFlight = Math.max(mostInFlight, inFlight);
    Answer answer = behaviour.to(kind, time.getAsLong());
    if (answer == null) {
      return;
    }
    Runnable end =
        () -> {
          inFlight--;
          completion.done(answer.outcome);
        };
    if (answer.atNs == 0) {
      end.run();
    } else {
      time.at(answer.atNs, end);
    }
  }
}
