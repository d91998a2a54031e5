//! The local disk as Delta tables see it: what is written is brought to the disk before anything can refer to it.
//!
//! `object_store` writes and renames, and leaves the rest to the system, which may keep a file's new name for longer than
//! its content. Here the content comes first, then the name; so the commit of a table is on the disk when it is said to be
//! done, and all that it names before it.

use std::{
    fmt, io,
    io::Write,
    ops::Range,
    path::{Path as FsPath, PathBuf},
};

use async_trait::async_trait;
use bytes::Bytes;
use deltalake::logstore::object_store::{
    CopyOptions, Error, GetOptions, GetResult, ListResult, MultipartUpload, ObjectMeta, ObjectStore, PutMode,
    PutMultipartOptions, PutOptions, PutPayload, PutResult, RenameOptions, Result, UploadPart, local::LocalFileSystem,
    path::Path,
};
use futures::stream::BoxStream;
use jauge_durable::Aside;

/// The local disk, all of it.
#[derive(Debug, Default)]
pub(crate) struct Disk {
    inner: LocalFileSystem,
}

impl fmt::Display for Disk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.inner.fmt(f)
    }
}

#[async_trait]
impl ObjectStore for Disk {
    async fn put_opts(&self, location: &Path, payload: PutPayload, options: PutOptions) -> Result<PutResult> {
        let path = self.inner.path_to_filesystem(location)?;
        let is_new = match options.mode {
            PutMode::Create => true,
            PutMode::Overwrite => false,
            PutMode::Update(_) => return self.inner.put_opts(location, payload, options).await,
        };
        blocking(move || put(&path, &payload, is_new).map_err(failed(&path))).await?;
        Ok(PutResult { e_tag: None, version: None })
    }

    async fn put_multipart_opts(
        &self,
        location: &Path,
        options: PutMultipartOptions,
    ) -> Result<Box<dyn MultipartUpload>> {
        let path = self.inner.path_to_filesystem(location)?;
        let inner = self.inner.put_multipart_opts(location, options).await?;
        Ok(Box::new(Upload { inner, path }))
    }

    async fn get_opts(&self, location: &Path, options: GetOptions) -> Result<GetResult> {
        self.inner.get_opts(location, options).await
    }

    async fn get_ranges(&self, location: &Path, ranges: &[Range<u64>]) -> Result<Vec<Bytes>> {
        self.inner.get_ranges(location, ranges).await
    }

    fn delete_stream(&self, locations: BoxStream<'static, Result<Path>>) -> BoxStream<'static, Result<Path>> {
        self.inner.delete_stream(locations)
    }

    fn list(&self, prefix: Option<&Path>) -> BoxStream<'static, Result<ObjectMeta>> {
        self.inner.list(prefix)
    }

    fn list_with_offset(&self, prefix: Option<&Path>, offset: &Path) -> BoxStream<'static, Result<ObjectMeta>> {
        self.inner.list_with_offset(prefix, offset)
    }

    async fn list_with_delimiter(&self, prefix: Option<&Path>) -> Result<ListResult> {
        self.inner.list_with_delimiter(prefix).await
    }

    async fn copy_opts(&self, from: &Path, to: &Path, options: CopyOptions) -> Result<()> {
        self.inner.copy_opts(from, to, options).await?;
        synced(self.inner.path_to_filesystem(to)?).await
    }

    async fn rename_opts(&self, from: &Path, to: &Path, options: RenameOptions) -> Result<()> {
        self.inner.rename_opts(from, to, options).await?;
        synced(self.inner.path_to_filesystem(to)?).await
    }
}

/// A file that is written part by part.
#[derive(Debug)]
struct Upload {
    inner: Box<dyn MultipartUpload>,
    path: PathBuf,
}

#[async_trait]
impl MultipartUpload for Upload {
    fn put_part(&mut self, data: PutPayload) -> UploadPart {
        self.inner.put_part(data)
    }

    async fn complete(&mut self) -> Result<PutResult> {
        let done = self.inner.complete().await?;
        synced(self.path.clone()).await?;
        Ok(done)
    }

    async fn abort(&mut self) -> Result<()> {
        self.inner.abort().await
    }
}

fn put(path: &FsPath, payload: &PutPayload, is_new: bool) -> io::Result<()> {
    let mut aside = match Aside::new(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            jauge_durable::make_folder(path.parent().unwrap_or(path))?;
            Aside::new(path)?
        }
        aside => aside?,
    };
    payload.iter().try_for_each(|part| aside.write_all(part))?;
    if is_new { aside.create() } else { aside.replace() }
}

async fn synced(path: PathBuf) -> Result<()> {
    blocking(move || jauge_durable::sync_file(&path).map_err(failed(&path))).await
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
    tokio::task::spawn_blocking(work).await?
}

fn failed(path: &FsPath) -> impl Fn(io::Error) -> Error + '_ {
    move |source| {
        let (path, kind) = (path.display().to_string(), source.kind());
        match kind {
            io::ErrorKind::AlreadyExists => Error::AlreadyExists { path, source: Box::new(source) },
            _ => Error::Generic { store: "LocalFileSystem", source: Box::new(source) },
        }
    }
}
