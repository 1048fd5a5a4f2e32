package dev.cksauth.load;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/**
 * Sends reviews without waiting for their answers; each once, with no retry and no redirect. One
 * thread of its own does all that is about connections: what has become due while it was busy goes
 * out together.
 */
final class LoadClient implements AutoCloseable {
  private static final long CHECKS_OF_A_TIMEOUT = 20;

  private final LoadTarget target;
  private final LoadRequest request;
  private final @Nullable SslContext tls;
  private final long timeoutNanos;
  private final EventLoopGroup group;
  private final EventLoop loop;
  private final Connections connections;
  private final Queue<Exchange> due = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean called = new AtomicBoolean();

  /** In the order of their deadlines; on the loop's thread alone. */
  private final Deque<Exchange> underWay = new ArrayDeque<>();

  private LoadClient(LoadTarget target, LoadPlan plan) throws IOException {
    this.target = target;
    this.request = LoadRequest.to(target);
    this.tls = target.secure() ? LoadTls.of(target.client(), target.protocol()) : null;
    this.timeoutNanos = plan.timeout().toNanos();
    this.group =
        new MultiThreadIoEventLoopGroup(
            1, new DefaultThreadFactory("load", true), NioIoHandler.newFactory());
    this.loop = group.next();
    this.connections = new Connections(loop, this::dial, target.most(true));
  }

  /**
   * A client that has no connection yet.
   *
   * @throws IOException when the certificates of the target cannot be used
   */
  static LoadClient start(LoadTarget target, LoadPlan plan) throws IOException {
    LoadClient client = new LoadClient(target, plan);
    long every = Math.max(1, client.timeoutNanos / CHECKS_OF_A_TIMEOUT);
    Future<?> unused =
        client.loop.scheduleWithFixedDelay(client::expire, every, every, TimeUnit.NANOSECONDS);
    return client;
  }

  /** Sends a review; its end is told once. */
  void send(TokenMix.Review review, Consumer<LoadAnswer> ended) {
    due.add(new Exchange(review, ended, System.nanoTime() + timeoutNanos));
    if (called.compareAndSet(false, true)) {
      loop.execute(this::sendDue);
    }
  }

  private void sendDue() {
    called.set(false);
    for (Exchange next = due.poll(); next != null; next = due.poll()) {
      underWay.add(next);
      connections.send(next);
    }
  }

  private void expire() {
    long now = System.nanoTime();
    for (Exchange first = underWay.peek(); first != null; first = underWay.peek()) {
      if (!first.over()) {
        if (!first.dueBy(now)) {
          return;
        }
        first.late();
        connections.abandon(first);
      }
      underWay.remove();
    }
  }

  private void dial(Connection.Owner owner, Connections.Result result) {
    Bootstrap bootstrap =
        new Bootstrap()
            .group(loop)
            .channel(NioSocketChannel.class)
            .option(ChannelOption.TCP_NODELAY, true)
            .option(
                ChannelOption.CONNECT_TIMEOUT_MILLIS,
                (int) TimeUnit.NANOSECONDS.toMillis(timeoutNanos))
            .handler(
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    secure(channel);
                  }
                });
    ChannelFuture unused =
        bootstrap
            .connect(target.url().getHost(), target.port())
            .addListener((ChannelFuture connected) -> {
              if (connected.isSuccess()) {
                connected(connected.channel(), owner, result);
              } else {
                result.failed(connected.cause());
              }
            });
  }

  private void secure(Channel channel) {
    if (tls != null) {
      SslHandler handler = tls.newHandler(channel.alloc(), target.url().getHost(), target.port());
      handler.setHandshakeTimeout(timeoutNanos, TimeUnit.NANOSECONDS);
      ChannelPipeline unused = channel.pipeline().addLast(handler);
    }
  }

  private void connected(Channel channel, Connection.Owner owner, Connections.Result result) {
    @Nullable SslHandler handler = channel.pipeline().get(SslHandler.class);
    if (handler == null) {
      open(channel, target.protocol() == LoadProtocol.HTTP_2, owner, result);
      return;
    }
    Future<Channel> unused =
        handler
            .handshakeFuture()
            .addListener(shaken -> {
              if (!shaken.isSuccess()) {
                result.failed(shaken.cause());
                return;
              }
              boolean two = ApplicationProtocolNames.HTTP_2.equals(handler.applicationProtocol());
              if (!two && target.protocol() == LoadProtocol.HTTP_2) {
                ChannelFuture unusedClose = channel.close();
                result.failed(new SSLHandshakeException("the server does not choose HTTP/2"));
              } else {
                open(channel, two, owner, result);
              }
            });
  }

  private void open(
      Channel channel, boolean two, Connection.Owner owner, Connections.Result result) {
    Connection connection =
        two
            ? Http2Connection.over(channel, request, owner)
            : Http1Connection.over(channel, request, owner);
    ChannelFuture unused = channel.closeFuture().addListener(closed -> owner.gone(connection));
    connections.allow(target.most(two));
    result.open(connection);
  }

  @Override
  public void close() {
    loop.execute(connections::close);
    Future<?> ended = group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    boolean unused = ended.awaitUninterruptibly(2, TimeUnit.SECONDS);
  }
}
