import { script } from './script';
import { style } from './style';

/**
 * The page at `/`: every thread as its customer sees it. One self-contained document, because
 * nothing but JavaScript survives the build.
 */
export const page = `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Svara sandbox</title>
<style>${style}</style>
</head>
<body>
<aside>
	<header>
		<h1>Svara sandbox</h1>
		<p id="clock"></p>
	</header>
	<nav id="threads" aria-label="Conversations"></nav>
</aside>
<main>
	<header id="person"></header>
	<section id="conversation" aria-live="polite" aria-label="Messages"></section>
	<footer id="status"></footer>
</main>
<script>${script}</script>
</body>
</html>
`;
