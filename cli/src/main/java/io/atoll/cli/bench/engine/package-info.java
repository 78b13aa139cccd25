/**
 * The engine of {@code atoll bench}: what to send when, and what came of it. It knows neither
 * threads, sockets nor clocks: requests go to a {@link io.atoll.cli.bench.engine.Target}, and time
 * is given, so that tests run it in no time and know each latency beforehand. Nothing of it can
 * fail; memory is bounded by the requests in flight, the errors of different names, and a row for
 * each second.
 *
 * <p>Reading order: {@link io.atoll.cli.bench.engine.Target}, {@link
 * io.atoll.cli.bench.engine.Pace} (closed and open loops), {@link
 * io.atoll.cli.bench.engine.Generator}, {@link io.atoll.cli.bench.engine.Recorder}, {@link
 * io.atoll.cli.bench.engine.KeyChooser} and what it draws from.
 */
package io.atoll.cli.bench.engine;
