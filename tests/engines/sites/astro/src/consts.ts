export const SITE_TITLE = 'An Astro site';
export const SITE_DESCRIPTION = 'What this site is about.';
export const SITE_URL = "https://astro.example";
