package io.atoll.cli.terminal;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntConsumer;

/**
 * The user's wish to stop. The first SIGINT (Ctrl-C), SIGTERM or SIGHUP raises it, so that the
 * command's own thread can end everything in order; a SIGINT after that ends the process at once.
 *
 * <p>Why not a shutdown hook: the JVM ignores further signals once hooks run, so nothing could
 * force a stop that hangs. {@code sun.misc.Signal} is reached by reflection because naming it is a
 * compiler warning that cannot be turned off.
 */
public final class StopSignal {
  /** What ends a process that others use too: nothing. */
  private static final IntConsumer SHARED = exitCode -> {};

  private final CountDownLatch raised = new CountDownLatch(1);
  private final AtomicBoolean stopping = new AtomicBoolean();
  private final IntConsumer halt;

  /** A wish that only {@link #raise} brings about, of a command that shares its process. */
  public StopSignal() {
    this(SHARED);
  }

  StopSignal(IntConsumer halt) {
    this.halt = halt;
  }

  /** The wish of this process's user; takes the signals over for good. */
  public static StopSignal install() {
    StopSignal stop = new StopSignal(Runtime.getRuntime()::halt);
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      InvocationHandler calls =
          (proxy, method, arguments) ->
              switch (method.getName()) {
                case "handle" -> {
                  stop.received(arguments[0].toString());
                  yield null;
                }
                case "hashCode" -> System.identityHashCode(proxy);
                case "equals" ->
                    System.identityHashCode(proxy) == System.identityHashCode(arguments[0]);
                default -> "StopSignal";
              };
      Object proxy =
          Proxy.newProxyInstance(
              StopSignal.class.getClassLoader(), new Class<?>[] {handler}, calls);
      for (String name : new String[] {"INT", "TERM", "HUP"}) {
        try {
          signal
              .getMethod("handle", signal, handler)
              .invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
        } catch (InvocationTargetException e) {
          // Started with -Xrs, or the signal does not exist here: the JVM's own handling stays.
          continue;
        }
      }
    } catch (ReflectiveOperationException e) {
      Runtime.getRuntime().addShutdownHook(new Thread(stop::raise));
    }
    return stop;
  }

  /** Raises the wish; harmless when it is raised already. */
  public void raise() {
    raised.countDown();
  }

  /**
   * Raises the wish when a stream ends, for a process that must not outlive the one that started
   * it: that one holds the other end.
   */
  public void raiseAtEndOf(InputStream input) {
    Thread.ofPlatform()
        .daemon()
        .name("parent-watch")
        .start(
            () -> {
              try {
                while (input.read() >= 0) {
                  // What the parent writes means nothing; only its end does.
                }
              } catch (IOException e) {
                // The pipe broke: the parent is gone as well.
              }
              raise();
            });
  }

  /** Ends the process at once, unless this process is not the command's own. */
  public void halt(int exitCode) {
    halt.accept(exitCode);
  }

  /**
   * Bounds how long the process lives once the wish is raised: an orderly end that hangs is cut
   * off. The thread that does so waits from now on, for later there may be no memory for one.
   */
  public void haltAfter(Duration atMost) {
    if (halt.equals(SHARED)) {
      return;
    }
    Thread.ofPlatform()
        .daemon()
        .name("stop-bound")
        .start(
            () -> {
              try {
                raised.await();
                TimeUnit.NANOSECONDS.sleep(atMost.toNanos());
                halt(ExitCode.STOP_HUNG);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
  }

  public boolean isRaised() {
    return raised.getCount() == 0;
  }

  /** Waits until it is raised. */
  public void await() throws InterruptedException {
    raised.await();
  }

  /** Waits until it is raised, but no longer than given; answers whether it is. */
  public boolean await(Duration atMost) throws InterruptedException {
    return raised.await(atMost.toNanos(), TimeUnit.NANOSECONDS);
  }

  private void received(String signal) {
    if (!stopping.compareAndSet(false, true) && signal.equals("SIGINT")) {
      halt(ExitCode.INTERRUPTED);
    }
    raise();
  }
}
