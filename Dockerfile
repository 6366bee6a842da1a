# An image whose command is saccade: docs/building.md.
FROM debian:13-slim
# For which processors: any with AVX2.
ARG ARCH=x86-64-v3
COPY . /usr/src/saccade
RUN SACCADE_CMAKE_ARGS="-DSACCADE_ARCH=$ARCH -DSACCADE_TESTS=OFF" /usr/src/saccade/run --version \
    && cmake --install /usr/src/saccade/build/release \
    && rm -rf /usr/src/saccade/build ~/.cache /var/lib/apt/lists/*
WORKDIR /work
ENTRYPOINT ["saccade"]
