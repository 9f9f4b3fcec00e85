//! Titles of pages.

use crate::address::split;
use crate::body::Page;

/// The two names of a page.
#[derive(Debug, Clone)]
pub struct Names {
    /// The title in navigation, search and relations.
    pub title: String,
    /// The level-1 heading that is added to a page without one.
    pub heading: Option<String>,
}

/// Names a page: by `title` in front matter, else by its level-1 heading, else by its first heading
/// if that names the whole page, else by the file's or folder's name.
pub fn names(page: &Page, path: &str, given: Option<&str>) -> Names {
    let front = given
        .map(str::to_owned)
        .or_else(|| page.front.text("title"))
        .filter(|title| !title.is_empty());
    let from_path = || of_path(path);
    let heading = (!page.has_title()).then(|| page.front.text("title").unwrap_or_else(from_path));
    let first = || {
        page.headings
            .iter()
            .find(|heading| heading.level == 1)
            .map(|heading| heading.text.clone())
    };
    let title = front
        .or_else(|| first().filter(|text| !text.is_empty()))
        .or_else(|| naming_heading(page))
        .unwrap_or_else(from_path);
    Names { title, heading }
}

/// The heading that a page opens with, if it names the whole page: it is the only one of its level,
/// or has the form `Challenge: what it is about`.
fn naming_heading(page: &Page) -> Option<String> {
    let first = page.headings.first()?;
    let alone = page
        .headings
        .iter()
        .filter(|heading| heading.level <= first.level)
        .count()
        == 1;
    let speaks = first
        .text
        .split_once(": ")
        .is_some_and(|(kind, rest)| !kind.is_empty() && !rest.is_empty());
    (page.opening.is_heading && (alone || speaks) && !first.text.is_empty())
        .then(|| first.text.clone())
}

/// The name of a web address: `status.example.com`.
pub fn of_url(url: &str) -> &str {
    let name = url.split_once("://").map_or(url, |(_, rest)| rest);
    name.trim_end_matches('/')
}

/// The name in a path: of the file, or of the folder for its index page.
pub fn of_path(path: &str) -> String {
    let (folder, stem) = split(path);
    let is_index = stem == "index" || stem.eq_ignore_ascii_case("readme");
    let name = if is_index {
        folder
            .trim_end_matches('/')
            .rsplit('/')
            .next()
            .filter(|name| !name.is_empty())
    } else {
        Some(stem)
    };
    name.map_or_else(|| "Home".to_owned(), readable)
}

/// `release-plan` reads `Release plan`; a name with capitals is left as it is.
pub fn readable(name: &str) -> String {
    let spaced = name.replace(['-', '_'], " ");
    let mut chars = spaced.chars();
    match chars.next() {
        Some(first) if spaced.to_lowercase() == spaced => {
            first.to_uppercase().chain(chars).collect()
        }
        _ => spaced,
    }
}

/// Returns whether a title is a generic one for index pages, such as "Overview": it names no
/// folder.
pub fn is_like_any_other(title: &str) -> bool {
    // The longest generic title is far shorter.
    if title.len() > 80 {
        return false;
    }
    let lower = title.to_lowercase();
    let mut words: Vec<&str> = lower
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    // `1. Introduction`, `The index`
    while words.len() > 1 && says_nothing(words[0]) {
        words.remove(0);
    }
    let name = words.join(" ");
    !name.is_empty()
        && LIKE_ANY_OTHER
            .lines()
            .any(|line| line.split(", ").any(|known| known == name))
}

/// Generic titles of index pages, in lower case and without signs: one line for each language.
const LIKE_ANY_OTHER: &str = "\
overview, introduction, intro, index, readme, readme md, read me, home, homepage, home page, welcome, start, start here, start page, main, main page, landing page, contents, table of contents, toc, summary, about, documentation, docs, general, about this folder, about this section, about this directory, in this section, getting started
übersicht, überblick, einführung, einleitung, inhalt, inhaltsverzeichnis, startseite, willkommen, zusammenfassung, allgemeines
aperçu, vue d ensemble, présentation, accueil, bienvenue, sommaire, table des matières, index général
introducción, resumen, visión general, descripción general, índice, inicio, bienvenido, bienvenida, bienvenidos, contenido, tabla de contenidos
introduzione, panoramica, indice, benvenuto, benvenuti, inizio, sommario
introdução, visão geral, início, bem vindo, bem vindos, sumário, conteúdo, resumo
overzicht, inleiding, introductie, inhoud, inhoudsopgave, welkom
översikt, introduktion, inledning, innehåll, välkommen, oversigt, oversikt, indledning, innledning, indhold, innhold
wprowadzenie, przegląd, wstęp, spis treści, úvod, přehled, obsah
обзор, введение, содержание, оглавление, главная, огляд, вступ, зміст
giriş, genel bakış, içindekiler
概述, 概览, 概要, 介绍, 简介, 目录, 首页, 索引, 欢迎, 概覽, 介紹, 簡介, 目錄, 首頁
はじめに, 目次, 紹介, 導入, ようこそ
개요, 소개, 목차, 시작하기
مقدمة, نظرة عامة, الفهرس, المحتويات, مقدمه, فهرست, סקירה, סקירה כללית, מבוא, תוכן העניינים";

/// The first paragraph as plain text, cut at a word: the summary in lists.
pub fn description(page: &Page) -> Option<String> {
    if let Some(text) = page
        .front
        .text("description")
        .filter(|text| !text.is_empty())
    {
        return Some(text);
    }
    page.opening.lead.as_deref().map(cut)
}

/// Cuts a text at a word, to at most 160 characters.
fn cut(text: &str) -> String {
    const LONGEST: usize = 160;
    if text.chars().count() <= LONGEST {
        return text.to_owned();
    }
    let short: String = text.chars().take(LONGEST).collect();
    let end = short.rfind(' ').unwrap_or(short.len());
    format!("{}…", short[..end].trim_end_matches([',', '.', ';', ':']))
}

/// Returns whether a word is a number or an article.
fn says_nothing(word: &str) -> bool {
    let is_number = word.bytes().all(|byte| byte.is_ascii_digit());
    is_number || matches!(word, "a" | "an" | "the")
}

#[cfg(test)]
mod tests {
    use super::is_like_any_other;

    #[test]
    fn a_title_that_any_folder_could_have_names_none() {
        for title in [
            "Overview",
            "INTRODUCTION",
            "README.md",
            "Table of Contents:",
            "1. Introduction",
            "Übersicht",
            "概要",
            "Welcome!",
            "👋 Welcome",
        ] {
            assert!(is_like_any_other(title), "{title}");
        }
        for title in [
            "Overview of charging",
            "Guide",
            "Introduction to queues",
            "Index of services",
            "",
            "!",
            "1",
            "The",
        ] {
            assert!(!is_like_any_other(title), "{title}");
        }
    }
}
